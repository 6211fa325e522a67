/**
 * The tenant's Management API, as far as the suite asks for it. https://openapi.logto.io/
 */
import type { Phone } from '../house/phone.ts';
import type { Tenant } from './environment.ts';
import { basic, FORM_ENCODED, must } from './oauth.ts';

/** How the development provider says that it has no such thing. */
const NOT_IMPLEMENTED = 501;

interface User {
  readonly id: string;
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
    return (await this.call('GET', `users?${query}`)).json() as Promise<User[]>;
  }

  /** The one user with this number. */
  async userWith(phone: Phone): Promise<User> {
    const [user] = await this.usersWith(phone);
    if (!user) throw new Error(`nobody has the number ${phone.digits}`);
    return user;
  }

  async suspend(phone: Phone): Promise<void> {
    const { id } = await this.userWith(phone);
    await this.call('PATCH', `users/${id}/is-suspended`, { isSuspended: true });
  }

  async deleteUsersWith(phone: Phone): Promise<void> {
    for (const { id } of await this.usersWith(phone)) await this.call('DELETE', `users/${id}`);
  }

  async subjectToken(phone: Phone): Promise<string> {
    const { id } = await this.userWith(phone);
    const answer = await this.call('POST', 'subject-tokens', { userId: id, context: {} });
    const { subjectToken } = (await answer.json()) as { subjectToken: string };
    return subjectToken;
  }

  /** What a path lists, a hundred at the most; `undefined` where the provider has no such thing. */
  async list<T>(path: string, query: Record<string, string> = {}): Promise<T[] | undefined> {
    const answer = await this.#send('GET', `${path}?${new URLSearchParams({ ...query, page: '1', page_size: '100' })}`);
    if (answer.status === NOT_IMPLEMENTED) return undefined;
    return (await must(answer, `GET /api/${path}`)).json() as Promise<T[]>;
  }

  async call(method: string, path: string, body?: object): Promise<Response> {
    return must(await this.#send(method, path, body), `${method} /api/${path.split('?')[0]}`);
  }

  #send(method: string, path: string, body?: object): Promise<Response> {
    const headers = { authorization: `Bearer ${this.accessToken}`, 'content-type': 'application/json' };
    return fetch(`${this.tenant.endpoint}/api/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  }
}
