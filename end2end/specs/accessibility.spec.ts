import { expect, test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';
import { expectAccessible } from '../pages/axe.ts';

test.describe("The app's pages are accessible", () => {
  const anonymous: Record<string, string> = {
    '/': 'Sign in with your phone',
    '/sign-in-failed?error=sign_in.denied': 'You did not sign in',
    '/sign-in-failed?error=sign_in.unavailable': 'Sign-in is unavailable',
    '/sign-in-failed?error=callback.state_mismatched': 'This sign-in has ended',
    '/sign-in-failed?error=id_token.rejected': 'We could not sign you in',
    '/no-such-page': 'Page not found',
  };
  for (const [path, heading] of Object.entries(anonymous)) {
    test(`${path} for an anonymous person`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible();
      await expectAccessible(page);
    });
  }

  test('home and the account page for a signed-in person', async ({ page, signedInPhone }) => {
    await expectAccessible(page);
    await page.goto('/account');
    await expectAccountOf(page, signedInPhone);
    await expectAccessible(page);
    await page.goto('/access');
    await expect(page.getByRole('heading', { level: 1, name: 'Access', exact: true })).toBeVisible();
    await expectAccessible(page);
  });

  test('every page has its own title, its language and one first heading', async ({ page, signedInPhone }) => {
    const titles = new Set<string>();
    const paths = ['/', '/phone', '/account', '/access', '/no-such-page', '/sign-in-failed?error=sign_in.denied'];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.locator('html')).toHaveAttribute('lang', /^en/);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      titles.add(await page.title());
    }
    expect(titles.size).toBe(paths.length);
    // Titles stay in the browser's history after the sign-out.
    expect([...titles].join()).not.toContain(signedInPhone.shown);
  });
});

test.describe("The provider's pages are accessible", () => {
  test('the pages of a sign-in with a new number', async ({ page, hosted, phone }) => {
    await page.goto('/sign-in');
    await hosted.expectPhonePage();
    await expectAccessible(page);
    await hosted.phoneField.fill('not a number');
    await hosted.button('Continue').click();
    await expect(hosted.alert).toBeVisible();
    await expectAccessible(page);

    await hosted.submitPhone(phone);
    await expectAccessible(page);
    const code = await hosted.newestCodeFor(phone);
    await hosted.submitCode(code === '000000' ? '000001' : '000000');
    await expect(hosted.alert).toContainText('not correct');
    await expectAccessible(page);

    await hosted.submitCode(code);
    await expect(hosted.heading('Create an account?')).toBeVisible();
    await expectAccessible(page);
  });

  test('the pages of a sign-up with a known number', async ({ page, home, hosted, signedInPhone }) => {
    await home.signOut();
    await page.goto('/sign-up');
    await hosted.expectPhonePage('Create your account');
    await expectAccessible(page);
    await hosted.register(signedInPhone);
    await expect(page.getByText('You already have an account')).toBeVisible();
    await expectAccessible(page);
  });

  test('the question before a sign-out', async ({ page, house, hosted, signedInPhone }) => {
    await page.goto(`${house.providerURL}/oidc/session/end`);
    await expect(hosted.heading('Sign out?')).toBeVisible();
    await expect(page.getByText(signedInPhone.digits)).toHaveCount(0);
    await expectAccessible(page);
  });

  test('the inbox', async ({ page, house, signedInPhone }) => {
    await page.goto(`${house.providerURL}/inbox`);
    await expect(page.getByText(new RegExp(`${signedInPhone.digits}|${signedInPhone.shown.replace('+', '\\+')}`)).first()).toBeVisible();
    await expectAccessible(page);
  });
});
