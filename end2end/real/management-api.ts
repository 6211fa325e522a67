/**
 * What the suite asks the tenant's Management API for: who has a number, suspending, cleaning up. https://openapi.logto.io/
 */
import type { Phone } from '../house/phone.ts';
import type { Tenant } from './environment.ts';

const FORM_ENCODED = 'application/x-www-form-urlencoded';
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

interface User {
  readonly id: string;
}

/** Encoded before they are joined: https://datatracker.ietf.org/doc/html/rfc6749#section-2.3.1 */
function basic(id: string, secret: string): string {
  return `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`;
}

async function must(answer: Response, what: string): Promise<Response> {
  if (answer.ok) return answer;
  throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
}

export class ManagementApi {
  private constructor(
    private readonly tenant: Tenant,
    private readonly accessToken: string,
  ) {}

  static async open(tenant: Tenant): Promise<ManagementApi> {
    const answer = await fetch(`${tenant.endpoint}/oidc/token`, {
      method: 'POST',
      headers: { authorization: basic(tenant.m2mAppId, tenant.m2mAppSecret), 'content-type': FORM_ENCODED },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: tenant.managementResource, scope: 'all' }),
    });
    await must(answer, 'REAL_LOGTO_M2M_APP_ID, REAL_LOGTO_M2M_APP_SECRET or REAL_LOGTO_MANAGEMENT_RESOURCE');
    const { access_token: accessToken } = (await answer.json()) as { access_token: string };
    return new ManagementApi(tenant, accessToken);
  }

  async usersWith({ digits }: Phone): Promise<User[]> {
    const query = new URLSearchParams({ 'search.primaryPhone': digits, 'mode.primaryPhone': 'exact' });
    return (await this.#call('GET', `users?${query}`)).json() as Promise<User[]>;
  }

  async suspend(phone: Phone): Promise<void> {
    for (const { id } of await this.usersWith(phone)) await this.#call('PATCH', `users/${id}/is-suspended`, { isSuspended: true });
  }

  async deleteUsersWith(phone: Phone): Promise<void> {
    for (const { id } of await this.usersWith(phone)) await this.#call('DELETE', `users/${id}`);
  }

  /** Whether the web application may exchange tokens, found out by exchanging one: Logto has it off at first. */
  async exchangesTokens(phone: Phone): Promise<boolean> {
    const [user] = await this.usersWith(phone);
    if (!user) throw new Error(`nobody has the number ${phone.digits}`);
    const answer = await this.#call('POST', 'subject-tokens', { userId: user.id, context: {} });
    const { subjectToken } = (await answer.json()) as { subjectToken: string };
    const exchanged = await fetch(`${this.tenant.endpoint}/oidc/token`, {
      method: 'POST',
      headers: { authorization: basic(this.tenant.appId, this.tenant.appSecret), 'content-type': FORM_ENCODED },
      body: new URLSearchParams({ grant_type: TOKEN_EXCHANGE, subject_token: subjectToken, subject_token_type: ACCESS_TOKEN }),
    });
    if (exchanged.ok) return true;
    const refusal = await exchanged.text();
    if (/grant type is not allowed/i.test(refusal)) return false;
    throw new Error(`token exchange: ${exchanged.status} ${refusal}`);
  }

  async #call(method: string, path: string, body?: object): Promise<Response> {
    const headers = { authorization: `Bearer ${this.accessToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${this.tenant.endpoint}/api/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return must(answer, `${method} /api/${path.split('?')[0]}`);
  }
}
