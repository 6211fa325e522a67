import { expect, test } from '../house/fixtures.ts';
import { CallbackRequests, withParameter } from '../pages/callback.ts';
import { expectSignInFailed } from '../pages/failure.ts';
import { HomePage } from '../pages/home.ts';
import { HostedPages } from '../pages/hosted.ts';

test.describe('The callback', { tag: '@flow' }, () => {
  test('a reload of the callback brings a signed-in person home', async ({ page, home, callback, signedInPhone }) => {
    const answer = await page.goto(callback.last());
    expect(answer?.status()).toBe(200);
    await home.expectSignedInAs(signedInPhone);
    expect(new URL(page.url()).pathname).toBe('/');
  });

  test('Back after sign-in neither breaks nor signs out', async ({ page, home, signedInPhone }) => {
    await page.goBack();
    await home.open();
    await home.expectSignedInAs(signedInPhone);
  });

  test('a used callback signs nobody in after sign-out', async ({ page, home, callback, signedInPhone }) => {
    const used = callback.last();
    await home.signOut();
    const answer = await page.goto(used);
    expect(answer?.status()).toBe(400);
    await expectSignInFailed(page, 'This sign-in has ended');
    await home.open();
    await home.expectAnonymous();
    await expect(page.getByText(signedInPhone.shown)).toHaveCount(0);
  });

  test('a callback of another browser signs nobody in, and its own browser still can', async ({ page, browser, house, home, hosted, callback, browserWatch, phone }) => {
    const held = await callback.holdNext();
    await page.goto('/sign-up');
    await hosted.register(phone);
    const url = await held.url;

    const other = await browser.newContext({ baseURL: house.baseURL });
    browserWatch.watch(other);
    const otherPage = await other.newPage();
    const answer = await otherPage.goto(url);
    expect(answer?.status()).toBe(400);
    await expectSignInFailed(otherPage, 'This sign-in has ended');
    await otherPage.goto('/');
    await new HomePage(otherPage).expectAnonymous();
    await other.close();

    await page.goto(url);
    await home.expectSignedInAs(phone);
  });

  test("an attacker's code in the person's own sign-in is refused", async ({ page, browser, house, home, hosted, callback, browserWatch, phone }) => {
    // The attacker signs in for themselves and keeps the code.
    const attackersContext = await browser.newContext({ baseURL: house.baseURL });
    browserWatch.watch(attackersContext);
    const attackersPage = await attackersContext.newPage();
    const attackersHeld = await new CallbackRequests(attackersPage, house.baseURL).holdNext();
    await attackersPage.goto('/sign-up');
    await new HostedPages(attackersPage, house.providerURL).register(house.newPhone());
    const stolenCode = new URL(await attackersHeld.url).searchParams.get('code') ?? '';
    expect(stolenCode).not.toBe('');
    await attackersContext.close();

    // The person's callback comes with their own state and the attacker's code.
    const held = await callback.holdNext();
    await page.goto('/sign-up');
    await hosted.register(phone);
    await page.goto(withParameter(await held.url, 'code', stolenCode));
    await expectSignInFailed(page, 'We could not sign you in');
    await home.open();
    await home.expectAnonymous();
  });

  test('an answer that names another issuer is refused', async ({ page, home, hosted, callback, phone }) => {
    const held = await callback.holdNext();
    await page.goto('/sign-up');
    await hosted.register(phone);
    await page.goto(withParameter(await held.url, 'iss', 'https://issuer.example/oidc'));
    await expectSignInFailed(page, 'We could not sign you in');
    await home.open();
    await home.expectAnonymous();
  });

  test('an answer without an issuer is refused', async ({ page, home, hosted, callback, phone }) => {
    const held = await callback.holdNext();
    await page.goto('/sign-up');
    await hosted.register(phone);
    const url = new URL(await held.url);
    url.searchParams.delete('iss');
    await page.goto(url.href);
    await expectSignInFailed(page, 'We could not sign you in');
    await home.open();
    await home.expectAnonymous();
  });

  test('a forged state is refused', async ({ page, house, home, hosted }) => {
    // With a sign-in of its own under way, so that there is a state to compare with.
    await page.goto('/sign-in');
    await hosted.expectPhonePage();
    const issuer = encodeURIComponent(`${house.providerURL}/oidc`);
    const answer = await page.goto(`/callback?code=x&state=forged&iss=${issuer}`);
    expect(answer?.status()).toBe(400);
    await expectSignInFailed(page, 'This sign-in has ended');
    await home.open();
    await home.expectAnonymous();
  });
});

test.describe('The callback with nonsense', () => {
  const nonsense: Record<string, string> = {
    'no parameters': '',
    'only a code': '?code=x',
    'only a state': '?state=x',
    'an error without a state': '?error=access_denied',
    'every parameter twice': '?code=a&code=b&state=c&state=d&iss=e&iss=f',
    'empty parameters': '?code=&state=&iss=',
    'bytes that are no UTF-8': '?code=%ff%fe&state=%c3%28',
    'control characters': '?code=%00&state=%0d%0aset-cookie:%20a=b',
    'a state as long as a book': `?code=x&state=${'s'.repeat(6_000)}`,
    'markup as error': '?error=%3Cscript%3Ealert(1)%3C/script%3E&error_description=%3Cimg%20src=x%20onerror=alert(1)%3E&state=x',
  };
  for (const [what, query] of Object.entries(nonsense)) {
    test(`a callback with ${what} is an error of the client, in words`, async ({ page, home }) => {
      const answer = await page.goto(`/callback${query}`);
      expect(answer?.status()).toBe(400);
      await expect(page.getByRole('heading', { level: 1, name: /^(This sign-in has ended|We could not sign you in)$/ })).toBeVisible();
      expect(await answer?.text()).not.toMatch(/<script>alert|<img src=x/);
      await home.open();
      await home.expectAnonymous();
    });
  }
});
