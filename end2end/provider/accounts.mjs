/**
 * The users, in memory, with the claims exactly as Logto writes them: `null` for what is not known, milliseconds where the
 * standard has seconds, and the phone number without its plus. A client that parses these strictly fails here as it would there.
 */
import { randomBytes } from 'node:crypto';

export class Accounts {
  #byPhone = new Map();

  /** The user's id, or `undefined` for a number nobody has registered. */
  idOf(phone) {
    return this.#byPhone.get(phone)?.sub;
  }

  create(phone) {
    const now = Date.now();
    const claims = {
      sub: randomBytes(6).toString('hex'),
      name: null,
      picture: null,
      username: null,
      updated_at: now,
      created_at: now,
      phone_number: phone,
      phone_number_verified: true,
    };
    this.#byPhone.set(phone, claims);
    return claims.sub;
  }

  /** `findAccount` of oidc-provider. */
  find(accountId) {
    const claims = [...this.#byPhone.values()].find(({ sub }) => sub === accountId);
    return claims && { accountId, claims: () => claims };
  }
}
