import type { Locator, Page } from '@playwright/test';

import { currentUser, expect, test } from './fixtures.ts';
import type { SignInByPhone } from './sign-in-by-phone.ts';

/** Found out before the page is made, a sign-in; while it is made, a sentence in it. */
function signedOut(page: Page, { hosted }: SignInByPhone): Locator {
  return hosted.numberField.or(page.getByText('You are signed out.', { exact: true }));
}

test.describe('A session here', () => {
  test('ends when the person signs out at a real Logto', async ({ page, home, house, way, signInByPhone, phone }) => {
    test.skip(way === 'embedded', 'signed in on the page of the app, nobody has a session at Logto');
    test.skip(!(await house.isToldOfSignOuts()), 'the application has no back-channel logout URI');
    await signInByPhone.signUp(phone);
    // As another application of the same browser does it: this one takes no part.
    const { endpoint, appId } = house.tenant;
    const query = new URLSearchParams({ client_id: appId, post_logout_redirect_uri: `${house.baseURL}/` });
    await page.goto(`${endpoint}/oidc/session/end?${query}`);
    const { signOutButton } = signInByPhone.hosted;
    await expect(home.signInLink.or(signOutButton)).toBeVisible();
    if (await signOutButton.isVisible()) await signOutButton.click();
    await home.expectAnonymous();
    expect(await currentUser(page)).toBeNull();
  });

  test('ends at the next refresh for somebody who was suspended', async ({ page, access, house, signInByPhone, phone }) => {
    await signInByPhone.signUp(phone);
    await access.open();
    await house.management.suspend(phone);
    await access.renewButton.click();
    await expect(signedOut(page, signInByPhone)).toBeVisible();
    expect(await currentUser(page)).toBeNull();
  });

  test('ends at the next refresh for somebody who was deleted', async ({ page, access, house, signInByPhone, phone }) => {
    await signInByPhone.signUp(phone);
    await access.open();
    await house.management.deleteUsersWith(phone);
    await access.renewButton.click();
    await expect(signedOut(page, signInByPhone)).toBeVisible();
    expect(await currentUser(page)).toBeNull();
  });
});
