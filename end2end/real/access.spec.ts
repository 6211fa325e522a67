import { expect, test } from './fixtures.ts';

const NOTHING_NAMED = 'REAL_LOGTO_API_RESOURCE names no API of the tenant';
const NOT_ALLOWED = 'the application may not exchange tokens: token_exchange in logto.toml';

test.describe('With a real Logto, somebody who has signed in', () => {
  test.beforeEach(async ({ house, way, signInByPhone, phone }) => {
    await signInByPhone.signUp(phone);
    test.skip(way === 'embedded' && !(await house.tokenExchange.exchange(phone)), NOT_ALLOWED);
  });

  test('has an access token for an API of the tenant, and a newer one whenever they ask', async ({ access, house }) => {
    const { apiResource } = house.tenant;
    test.skip(!apiResource, NOTHING_NAMED);
    const heading = `API ${apiResource}`;
    await access.open();
    await access.expectToken(heading, apiResource ?? '', /./);
    const first = await access.validUntil(heading);
    // To the second: more than one click may fall into it.
    await expect(async () => {
      await access.renewButton.click();
      expect((await access.validUntil(heading)).valueOf()).toBeGreaterThan(first.valueOf());
    }).toPass();
  });

  test('gets the permissions of a role, and loses them with the next token', async ({ access, house, phone, way }) => {
    const { apiResource } = house.tenant;
    const { permissions, roleId } = house.rights;
    test.skip(!apiResource || !roleId, 'the tenant has no role of logto.toml');
    const heading = `API ${apiResource}`;
    await access.open();
    await access.expectToken(heading, apiResource ?? '', 'None');
    await house.rights.giveRole(phone);
    // A refresh token brings no more than was granted when the person signed in.
    await (way === 'hosted' ? access.signInAgainLink : access.renewButton).click();
    await access.expectToken(heading, apiResource ?? '', permissions.join(', '));
    // The first session's grant was not revoked under the second.
    await access.renewButton.click();
    await access.expectToken(heading, apiResource ?? '', permissions.join(', '));
    await house.rights.takeRole(phone);
    await access.renewButton.click();
    await access.expectToken(heading, apiResource ?? '', 'None');
  });

  test('has an access token for an organisation that they belong to', async ({ access, house, phone }) => {
    const { organization } = house.rights;
    if (!organization) {
      test.skip(true, 'the tenant has no organisation of logto.toml');
      return;
    }
    await access.open();
    const heading = `Organisation ${organization.id}`;
    await expect(access.section(heading)).toHaveCount(0);
    await house.rights.join(organization, phone);
    await access.renewButton.click();
    await access.expectToken(heading, `urn:logto:organization:${organization.id}`, organization.permissions.join(', '));
  });
});

test.describe("The app's own API", () => {
  test('knows whose token of a real Logto it is given, and what that may do', async ({ page, house, signInByPhone, phone }) => {
    const { appId, apiResource } = house.tenant;
    const { permissions, roleId } = house.rights;
    test.skip(apiResource !== `${house.baseURL}/api/v1`, 'REAL_LOGTO_API_RESOURCE is not the API of the app');
    test.skip(!roleId, 'the tenant has no role of logto.toml');
    await signInByPhone.signUp(phone);
    const ask = async () => {
      const token = await house.tokenExchange.exchange(phone, { resource: apiResource ?? '', scope: permissions.join(' ') });
      test.skip(!token, NOT_ALLOWED);
      return page.request.get('/api/v1/me', { headers: { authorization: `Bearer ${token}` } });
    };
    const refused = await ask();
    expect(refused.status()).toBe(403);
    expect(refused.headers()['www-authenticate']).toContain('insufficient_scope');

    await house.rights.giveRole(phone);
    const answered = await ask();
    expect(answered.status()).toBe(200);
    const { id } = await house.management.userWith(phone);
    expect(await answered.json()).toEqual({ sub: id, client_id: appId, scope: permissions });
  });
});
