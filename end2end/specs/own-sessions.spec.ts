import { expect, test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';
import { HomePage } from '../pages/home.ts';
import { HostedPages } from '../pages/hosted.ts';

test.describe('The sessions of a person', () => {
  test('another device is seen on the account page, and its session ended there', async ({ page, browser, house, signedInPhone }) => {
    const elsewhere = await browser.newContext({ baseURL: house.baseURL, userAgent: 'Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1' });
    try {
      const other = await elsewhere.newPage();
      await other.goto('/sign-in');
      await new HostedPages(other, house.providerURL).signIn(signedInPhone);
      await new HomePage(other).expectSignedInAs(signedInPhone);

      await page.goto('/account');
      await expectAccountOf(page, signedInPhone);
      const sessions = page.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem');
      await expect(sessions).toHaveCount(2);
      await expect(sessions.first()).toContainText('This one');
      await page.getByRole('button', { name: 'End the session on Safari on iPhone', exact: true }).click();
      await expect(sessions).toHaveCount(1);
      await expectAccountOf(page, signedInPhone);

      await other.goto('/');
      await new HomePage(other).expectAnonymous();
    } finally {
      await elsewhere.close();
    }
  });

  test('signing out everywhere leads home, and says so', async ({ page, home, signedInPhone, javaScriptEnabled }) => {
    await page.goto('/account');
    await expectAccountOf(page, signedInPhone);
    await page.getByRole('button', { name: 'Sign out everywhere', exact: true }).click();
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await home.expectAnonymous();
    await expect(page.getByText('You are signed out, here and at Logto.')).toBeVisible();
    await home.open();
    await home.expectAnonymous();
    await expect(page.getByText('You are signed out, here and at Logto.')).toHaveCount(0);
  });
});

test.describe('The access page', () => {
  test('says what the person may do at the API and in their organisation', async ({ page, house, signedInPhone }) => {
    await page.goto('/account');
    await expectAccountOf(page, signedInPhone);
    await page.getByRole('link', { name: 'What you may do at APIs and in organisations' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Access', exact: true })).toBeVisible();
    await expect(page.getByText(`${house.baseURL}/api/v1`).first()).toBeVisible();
    await expect(page.getByRole('definition').filter({ hasText: 'read:me' }).first()).toBeVisible();
    await expect(page.getByRole('definition').filter({ hasText: 'read:members' })).toBeVisible();
    await page.getByRole('button', { name: 'Ask for new tokens', exact: true }).click();
    await expect(page.getByRole('definition').filter({ hasText: 'read:members' })).toBeVisible();
    await page.getByRole('link', { name: 'sign in again', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Access', exact: true })).toBeVisible();
    await expect(page.getByRole('definition').filter({ hasText: 'read:members' })).toBeVisible();
  });
});
