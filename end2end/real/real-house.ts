/**
 * What the tests against a real Logto run in: the app as it is released, at the one address that the tenant knows, the Management
 * API, and the codes.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { appProgram } from '../house/app-program.ts';
import { isFree } from '../house/free-port.ts';
import { type Phone, phoneNumber } from '../house/phone.ts';
import { Service } from '../house/service.ts';
import { type Codes, openCodes } from './codes.ts';
import { baseURL, type Tenant, tenant } from './environment.ts';
import { ManagementApi } from './management-api.ts';
import { Rights } from './rights.ts';
import { TokenExchange } from './token-exchange.ts';

/** `PHONE_SIGN_IN` */
export type Way = 'hosted' | 'embedded';

/** The numbers set aside for fiction: nobody's, should the tenant send real texts. */
const FIRST_LINE = 100;
const LINES = 100;

interface Application {
  readonly id: string;
  readonly oidcClientMetadata: { readonly backchannelLogoutUri?: string };
}

export class RealHouse {
  readonly tokenExchange: TokenExchange;
  readonly #used = new Set<string>();

  private constructor(
    readonly baseURL: string,
    readonly tenant: Tenant,
    readonly app: Service,
    readonly management: ManagementApi,
    readonly rights: Rights,
    readonly codes: Codes,
    private readonly folder: string,
  ) {
    this.tokenExchange = new TokenExchange(tenant, management);
  }

  static async open(way: Way): Promise<RealHouse> {
    const at = baseURL();
    const port = Number(new URL(at).port || 3000);
    if (!(await isFree(port))) throw new Error(`REAL_BASE_URL: port ${port} is taken; stop what listens there`);
    const logto = tenant();
    const management = await ManagementApi.open(logto);
    const rights = await Rights.find(management, logto.apiResource);
    const folder = await mkdtemp(join(tmpdir(), 'leptos-logto-'));
    const app = new Service(
      appProgram(port, at, folder, {
        LOGTO_ENDPOINT: logto.endpoint,
        LOGTO_APP_ID: logto.appId,
        LOGTO_APP_SECRET: logto.appSecret,
        LOGTO_M2M_APP_ID: logto.m2mAppId,
        LOGTO_M2M_APP_SECRET: logto.m2mAppSecret,
        LOGTO_MANAGEMENT_RESOURCE: logto.managementResource,
        LOGTO_RESOURCES: logto.apiResource ?? '',
        LOGTO_SCOPES: rights.scopes,
        PHONE_SIGN_IN: way,
      }),
    );
    await app.start();
    return new RealHouse(at, logto, app, management, rights, await openCodes(), folder);
  }

  async close(): Promise<void> {
    await this.codes.close();
    await this.app.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Whether Logto tells the app when somebody signs out elsewhere. */
  async isToldOfSignOuts(): Promise<boolean> {
    const applications = await this.management.list<Application>('applications');
    const application = applications?.find(({ id }) => id === this.tenant.appId);
    return Boolean(application?.oidcClientMetadata.backchannelLogoutUri);
  }

  /** A number that nobody in the tenant has. Not always the same ones: Logto limits the texts to each. */
  async freshPhone(): Promise<Phone> {
    const start = randomInt(LINES);
    for (let tried = 0; tried < LINES; tried += 1) {
      const phone = phoneNumber(FIRST_LINE + ((start + tried) % LINES));
      if (this.#used.has(phone.digits)) continue;
      this.#used.add(phone.digits);
      if ((await this.management.usersWith(phone)).length > 0) continue;
      await this.codes.skip(phone);
      return phone;
    }
    throw new Error('every number set aside for fiction has an account in this tenant: delete those that earlier runs left');
  }
}
