/**
 * Everything that one worker's tests need and share with nobody: the app server as it is released, a provider, a database in a
 * folder that goes away.
 *
 * The provider is chosen by `PROVIDER`: `dev-provider` (this repository's own) or `oidc-provider` (npm's, see `provider/`).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { appProgram, built, END2END, type Settings } from './app-program.ts';
import { freePort } from './free-port.ts';
import { type Phone, phoneNumber } from './phone.ts';
import { provision } from './provision.ts';
import { type Program, Service } from './service.ts';

// Characters that a form, a URL and an Authorization header each encode differently: whoever forgets one encoding fails here.
export const APP_ID = 'client!+ID';
export const APP_SECRET = 's3cret:/%+';
const M2M_APP = { LOGTO_M2M_APP_ID: 'machine!+ID', LOGTO_M2M_APP_SECRET: 'm2m-s3cret:/%+' };

function providerProgram(port: number, baseURL: string, folder: string, settings: Settings): Program {
  const which = process.env.PROVIDER ?? 'dev-provider';
  const providerURL = `http://localhost:${port}`;
  const shared = {
    name: which,
    cwd: folder,
    readyURL: `${providerURL}/oidc/.well-known/openid-configuration`,
    env: {
      DEV_PROVIDER_PORT: String(port),
      DEV_PROVIDER_DATA: join(folder, 'provider.json'),
      LOGTO_APP_ID: APP_ID,
      LOGTO_APP_SECRET: APP_SECRET,
      BASE_URL: baseURL,
      ...M2M_APP,
      ...settings,
    },
  };
  switch (which) {
    case 'dev-provider':
      return { ...shared, command: built('DEV_PROVIDER_BIN', '../target/debug/logto-dev-provider'), args: [] };
    case 'oidc-provider':
      return { ...shared, command: process.execPath, args: [join(END2END, 'provider/oidc-provider.mjs')] };
    default:
      throw new Error(`PROVIDER: "${which}" is neither "dev-provider" nor "oidc-provider"`);
  }
}

/** What the development provider's example tenant has, and npm's provider has not. */
function tenant(baseURL: string): Record<string, string> {
  if ((process.env.PROVIDER ?? 'dev-provider') !== 'dev-provider') return {};
  return {
    LOGTO_RESOURCES: `${baseURL}/api/v1`,
    LOGTO_SCOPES: 'phone roles urn:logto:scope:organizations urn:logto:scope:organization_roles read:me read:members',
    // The Management API: phone sign-in stays in the app.
    ...M2M_APP,
  };
}

/** The application that is registered at the house's provider. */
function registered(baseURL: string, providerURL: string): Settings {
  return { LOGTO_ENDPOINT: providerURL, LOGTO_APP_ID: APP_ID, LOGTO_APP_SECRET: APP_SECRET, ...tenant(baseURL) };
}

export class House {
  readonly #folder: string;
  // 0100 to 0199 are the numbers set aside for fiction; the ones after them are as valid.
  #nextLine = 100;

  private constructor(
    readonly baseURL: string,
    readonly providerURL: string,
    public app: Service,
    readonly provider: Service,
    private readonly appPort: number,
    folder: string,
  ) {
    this.#folder = folder;
  }

  /** The house's programs, not started; `settings` are the provider's. */
  static async plan(settings: Settings = {}): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'leptos-logto-'));
    const [appPort, providerPort] = [await freePort(), await freePort()];
    const baseURL = `http://localhost:${appPort}`;
    const providerURL = `http://localhost:${providerPort}`;
    const provider = new Service(providerProgram(providerPort, baseURL, folder, settings));
    const app = new Service(appProgram(appPort, baseURL, folder, registered(baseURL, providerURL)));
    return new House(baseURL, providerURL, app, provider, appPort, folder);
  }

  async open(): Promise<void> {
    await this.provider.start();
    await this.app.start();
  }

  /** With settings of the test's own. */
  async openWith(settings: Settings): Promise<void> {
    const all = { ...registered(this.baseURL, this.providerURL), ...settings };
    this.app = new Service(appProgram(this.appPort, this.baseURL, this.#folder, all));
    await this.open();
  }

  /** Sets the tenant up as the file `logto.toml` says. The app is told what the program has written to `.env`, and no more. */
  async openProvisioned(wishes: string, settings: Settings = {}): Promise<void> {
    await this.provider.start();
    const environment = { LOGTO_ENDPOINT: this.providerURL, ...M2M_APP, BASE_URL: this.baseURL, ...settings };
    await provision(this.#folder, wishes, environment, ['--yes', '--write-env']);
    // The settings that are its own: who it is to Logto stands in `.env`, in its folder.
    this.app = new Service(appProgram(this.appPort, this.baseURL, this.#folder, M2M_APP));
    await this.app.start();
    await provision(this.#folder, wishes, environment, ['doctor']);
  }

  async close(): Promise<void> {
    try {
      await Promise.all([this.app.stop(), this.provider.stop()]);
    } finally {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  /** A number that no other test of this house has. */
  newPhone(): Phone {
    const line = this.#nextLine;
    this.#nextLine += 1;
    return phoneNumber(line);
  }
}
