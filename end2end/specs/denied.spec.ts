import { expect, test } from '../house/fixtures.ts';
import { expectSignInFailed } from '../pages/failure.ts';

test.describe('A sign-in that the person gives up', { tag: '@flow' }, () => {
  test('Cancel lands on a page that says so, with a way on', async ({ page, home, hosted }) => {
    await home.open();
    await home.signInLink.click();
    await hosted.expectPhonePage();
    await hosted.cancel();
    await expectSignInFailed(page, 'You did not sign in');
    expect(new URL(page.url()).pathname).toBe('/sign-in-failed');

    await page.getByRole('link', { name: 'Try again', exact: true }).click();
    await hosted.expectPhonePage();
    await hosted.cancel();
    await page.getByRole('link', { name: 'Back to home', exact: true }).click();
    await home.expectAnonymous();
  });

  test('a signed-in session survives a second sign-in that is given up', async ({ page, home, hosted, signedInPhone }) => {
    await hosted.forgetThisBrowser();
    await page.goto('/sign-in');
    await hosted.expectPhonePage();
    await hosted.cancel();
    await expect(page.getByRole('heading', { level: 1, name: 'You did not sign in', exact: true })).toBeVisible();
    await home.open();
    await home.expectSignedInAs(signedInPhone);
  });

  test('a signed-in session survives a second sign-in that is left unfinished', async ({ page, home, hosted, signedInPhone }) => {
    await hosted.forgetThisBrowser();
    await page.goto('/sign-in');
    await hosted.expectPhonePage();
    await home.open();
    await home.expectSignedInAs(signedInPhone);
  });
});
