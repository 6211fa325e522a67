import { expect, test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';
import { CallbackRequests } from '../pages/callback.ts';
import { expectSignInFailed } from '../pages/failure.ts';
import { HomePage } from '../pages/home.ts';
import { HostedPages } from '../pages/hosted.ts';

const CLEAR_WITHIN_MS = 10_000;

test.describe('The provider is down', () => {
  test.use({ baseURL: async ({ ownHouse }, use) => use(ownHouse.baseURL) });

  test('when the app starts: pages serve, sign-in says so within ten seconds, and works once the provider is there', async ({ page, home, ownHouse }) => {
    await ownHouse.app.start();
    await home.open();
    await home.expectAnonymous();

    const asked = Date.now();
    const answer = await page.goto('/sign-in');
    expect(Date.now() - asked).toBeLessThan(CLEAR_WITHIN_MS);
    expect(answer?.status()).toBe(503);
    await expectSignInFailed(page, 'Sign-in is unavailable');

    await ownHouse.provider.start();
    const hosted = new HostedPages(page, ownHouse.providerURL);
    const phone = ownHouse.newPhone();
    // The person tries again until it works: the app may remember the failure for a few seconds.
    await expect(async () => {
      await page.goto('/sign-up');
      await hosted.expectPhonePage('Create your account');
    }).toPass({ timeout: 30_000 });
    await hosted.register(phone);
    await home.expectSignedInAs(phone);
  });

  test('after a sign-in: the person stays signed in, and every page serves', async ({ page, home, ownHouse }) => {
    await ownHouse.open();
    const phone = ownHouse.newPhone();
    await page.goto('/sign-up');
    await new HostedPages(page, ownHouse.providerURL).register(phone);
    await home.expectSignedInAs(phone);

    await ownHouse.provider.stop();
    await home.open();
    await home.expectSignedInAs(phone);
    await page.goto('/account');
    await expectAccountOf(page, phone);
  });

  test('during a sign-in: the callback says so within ten seconds', async ({ page, home, ownHouse }) => {
    await ownHouse.open();
    const held = await new CallbackRequests(page, ownHouse.baseURL).holdNext();
    await page.goto('/sign-up');
    await new HostedPages(page, ownHouse.providerURL).register(ownHouse.newPhone());
    const url = await held.url;
    await ownHouse.provider.stop();

    const asked = Date.now();
    const answer = await page.goto(url);
    expect(Date.now() - asked).toBeLessThan(CLEAR_WITHIN_MS);
    expect(answer?.status()).toBe(503);
    await expectSignInFailed(page, 'Sign-in is unavailable');
    await home.open();
    await home.expectAnonymous();
  });

  test('at sign-out: the person is signed out of the app all the same', async ({ page, home, ownHouse, browser }) => {
    await ownHouse.open();
    const phone = ownHouse.newPhone();
    await page.goto('/sign-up');
    await new HostedPages(page, ownHouse.providerURL).register(phone);
    await home.expectSignedInAs(phone);
    const kept = await page.context().storageState();
    await ownHouse.provider.stop();

    const asked = Date.now();
    const answer = await page.request.post('/sign-out', { headers: { origin: ownHouse.baseURL }, maxRedirects: 0 });
    expect(Date.now() - asked).toBeLessThan(CLEAR_WITHIN_MS);
    expect(answer.status()).toBeLessThan(400);
    await home.open();
    await home.expectAnonymous();

    const other = await browser.newContext({ baseURL: ownHouse.baseURL, storageState: kept });
    const otherPage = await other.newPage();
    await otherPage.goto('/');
    await new HomePage(otherPage).expectAnonymous();
    await other.close();
  });
});
