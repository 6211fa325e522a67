import type { Page } from '@playwright/test';

import { expect, test } from '../house/fixtures.ts';
import { ForeignSite } from '../house/foreign-site.ts';
import { expectAccountOf } from '../pages/account.ts';
import { goBackTo } from '../pages/history.ts';
import { HomePage } from '../pages/home.ts';

/** Follows a form's post to its end, and gives the status of the app's first answer to it. */
async function statusOfPost(page: Page, url: string, press: () => Promise<void>): Promise<number> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url() === url && response.request().method() === 'POST'),
    press(),
  ]);
  return answer.status();
}

test.describe('Signing out', { tag: '@flow' }, () => {
  test('a person who signed out is asked for their number at the next sign-in', async ({ home, hosted, signedInPhone }) => {
    await home.signOut();
    await expect(home.page.getByText(signedInPhone.shown)).toHaveCount(0);
    await home.signInLink.click();
    await hosted.expectPhonePage();
  });

  test('it works from the account page too', async ({ page, home, signedInPhone }) => {
    await home.accountLink.click();
    await expectAccountOf(page, signedInPhone);
    await home.signOut();
  });

  test('visiting /sign-out signs nobody out', async ({ page, home, signedInPhone }) => {
    const answer = await page.goto('/sign-out');
    expect([404, 405]).toContain(answer?.status());
    await home.open();
    await home.expectSignedInAs(signedInPhone);
  });

  test('a form of another site signs nobody out', async ({ page, house, home, signedInPhone }) => {
    const foreign = await ForeignSite.postingTo(`${house.baseURL}/sign-out`);
    try {
      for (const url of [foreign.sameSiteURL, foreign.crossSiteURL]) {
        await page.goto(url);
        const status = await statusOfPost(page, `${house.baseURL}/sign-out`, () => page.getByRole('button', { name: 'Win a prize' }).click());
        expect(status, `the post from ${url}`).toBe(403);
        await home.open();
        await home.expectSignedInAs(signedInPhone);
      }
    } finally {
      await foreign.close();
    }
  });

  test('a post that only says where it comes from is judged by that', async ({ page, house, home, signedInPhone }) => {
    // A browser without Sec-Fetch-Site sends Origin alone; page.request has the page's cookies.
    const foreign = await page.request.post('/sign-out', { headers: { origin: 'https://foreign.example' }, maxRedirects: 0 });
    expect(foreign.status()).toBe(403);
    const opaque = await page.request.post('/sign-out', { headers: { origin: 'null' }, maxRedirects: 0 });
    expect(opaque.status()).toBe(403);
    await home.open();
    await home.expectSignedInAs(signedInPhone);

    const own = await page.request.post('/sign-out', { headers: { origin: house.baseURL }, maxRedirects: 0 });
    expect([302, 303]).toContain(own.status());
    expect(own.headers().location).toContain(`${house.providerURL}/oidc/session/end?`);
    await home.open();
    await home.expectAnonymous();
  });

  test('a cookie kept from before the sign-out is worth nothing', async ({ browser, house, home, browserWatch, signedInPhone }) => {
    const kept = await home.page.context().storageState();
    const thief = await browser.newContext({ baseURL: house.baseURL, storageState: kept });
    browserWatch.watch(thief);
    const page = await thief.newPage();
    await page.goto('/');
    // The copy is a good one: before the sign-out it works.
    await new HomePage(page).expectSignedInAs(signedInPhone);
    await home.signOut();

    await page.goto('/');
    await new HomePage(page).expectAnonymous();
    // Also as it was: a server that answered with a cleared cookie has only cleaned this browser.
    await thief.clearCookies();
    await thief.addCookies(kept.cookies);
    await page.goto('/');
    await new HomePage(page).expectAnonymous();
    await thief.close();
  });

  test('Back after sign-out shows nothing personal', async ({ page, house, home, hosted, signedInPhone }) => {
    await home.accountLink.click();
    await expectAccountOf(page, signedInPhone);
    await home.signOut();

    await goBackTo(page, `${house.baseURL}/account`);
    await hosted.expectPhonePage();
    await expect(page.getByText(signedInPhone.shown)).toHaveCount(0);
    await goBackTo(page, `${house.baseURL}/`);
    await home.expectAnonymous();
    await expect(page.getByText(signedInPhone.shown)).toHaveCount(0);
  });
});

test.describe('Signing out at the development provider', () => {
  test('a sign-out that nobody asked for asks first', async ({ page, house, home, hosted, signedInPhone }) => {
    await page.goto(`${house.providerURL}/oidc/session/end`);
    await expect(hosted.heading('Sign out?')).toBeVisible();
    await expect(hosted.button('Sign out')).toBeVisible();
    await hosted.button('Stay signed in').click();
    await expect(hosted.heading('Sign out?')).toHaveCount(0);
    await page.goto('/sign-in');
    await home.expectSignedInAs(signedInPhone);
  });
});
