/**
 * An access token of somebody who is not there, as the app gets one for those who signed in on its own phone page. RFC 8693, 2.1.
 */
import type { Phone } from '../house/phone.ts';
import type { Tenant } from './environment.ts';
import type { ManagementApi } from './management-api.ts';
import { basic, FORM_ENCODED, must } from './oauth.ts';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

export class TokenExchange {
  constructor(
    private readonly tenant: Tenant,
    private readonly management: ManagementApi,
  ) {}

  /** A token with these parameters, `undefined` where the application may not exchange tokens: Logto has that off at first. */
  async exchange(phone: Phone, params: Record<string, string> = {}): Promise<string | undefined> {
    const subject = { subject_token: await this.management.subjectToken(phone), subject_token_type: ACCESS_TOKEN };
    const answer = await fetch(`${this.tenant.endpoint}/oidc/token`, {
      method: 'POST',
      headers: { authorization: basic(this.tenant.appId, this.tenant.appSecret), 'content-type': FORM_ENCODED },
      body: new URLSearchParams({ grant_type: TOKEN_EXCHANGE, ...subject, ...params }),
    });
    const refused = answer.ok ? '' : await answer.clone().text();
    if (/grant type is not allowed/i.test(refused)) return undefined;
    const { access_token: accessToken } = (await (await must(answer, 'token exchange')).json()) as { access_token: string };
    return accessToken;
  }
}
