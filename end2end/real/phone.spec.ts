import { expectAccountOf } from '../pages/account.ts';
import { currentUser, expect, test } from './fixtures.ts';

/** Digits that are not the code. */
function notTheCode(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

test.describe('Signing in by phone with a real Logto', () => {
  test('an unknown number gets an account, and the same one the next time', async ({ page, home, signInByPhone, phone }) => {
    await signInByPhone.signUp(phone);
    const first = await currentUser(page);
    await home.signOut();
    expect(await currentUser(page)).toBeNull();

    await signInByPhone.signIn(phone);
    expect(first?.sub).toMatch(/./);
    expect((await currentUser(page))?.sub).toBe(first?.sub);
  });

  test('a wrong code is refused, and the right one still signs in', async ({ page, house, signInByPhone, phone }) => {
    await signInByPhone.askForCode(phone);
    const code = await house.codes.next(phone);
    await signInByPhone.submitCode(notTheCode(code));
    await signInByPhone.expectAlert();
    expect(await currentUser(page)).toBeNull();
    await signInByPhone.submitCode(code);
    await signInByPhone.confirmNewAccount();
    await expectAccountOf(page, phone);
  });

  test('a mistyped number is changed before the code', async ({ page, signInByPhone, newPhone, phone }) => {
    await signInByPhone.askForCode(await newPhone());
    await signInByPhone.changeNumber();
    await signInByPhone.submitOtherNumber(phone);
    await signInByPhone.submitNewestCode(phone);
    await signInByPhone.confirmNewAccount();
    await expectAccountOf(page, phone);
  });

  // A protected page asks at Logto whichever way is set: an account that was made in the app is one of Logto's.
  test('a protected page leads to sign-in and back', async ({ page, house, signInByPhone, phone }) => {
    const { hosted } = signInByPhone;
    await signInByPhone.signUp(phone);
    await page.context().clearCookies();
    await page.goto('/account');
    await hosted.numberField.fill(phone.typed);
    await hosted.submitNumber();
    await hosted.submitCode(await house.codes.next(phone));
    await expectAccountOf(page, phone);
    expect(new URL(page.url()).pathname).toBe('/account');
  });

  test('signing out leads home and ends the session here and at Logto', async ({ page, home, signInByPhone, phone }) => {
    await signInByPhone.signUp(phone);
    await home.signOut();
    expect(await currentUser(page)).toBeNull();
    // A session at Logto would take the person straight to the account page.
    await page.goto('/sign-in?return_to=%2Faccount');
    await expect(signInByPhone.hosted.numberField).toBeVisible();
    expect(await currentUser(page)).toBeNull();
  });

  test('a suspended user does not get in', async ({ page, house, home, signInByPhone, phone }) => {
    await signInByPhone.signUp(phone);
    await home.signOut();
    await house.management.suspend(phone);
    await signInByPhone.askForCode(phone);
    await signInByPhone.submitNewestCode(phone);
    await signInByPhone.hosted.expectSuspended();
    expect(await currentUser(page)).toBeNull();
  });
});

test.describe('The account of somebody whom a real Logto knows', () => {
  test('gets another number, once that one is verified, and signs in with it', async ({ page, house, home, signInByPhone, newPhone, phone }) => {
    const next = await newPhone();
    await signInByPhone.signUp(phone);
    const before = await currentUser(page);
    await page.getByRole('link', { name: 'Change phone number', exact: true }).click();
    await signInByPhone.app.expectStep('Your new phone number');
    await signInByPhone.app.submitNumber(next);
    await signInByPhone.app.submitCode(await house.codes.next(next));
    await signInByPhone.app.expectStep('Your number is changed');
    await page.getByRole('link', { name: 'Back to your account', exact: true }).click();
    await expectAccountOf(page, next);
    await home.signOut();

    await signInByPhone.signIn(next);
    expect((await currentUser(page))?.sub).toBe(before?.sub);
    expect(await house.management.usersWith(phone)).toHaveLength(0);
  });
});
