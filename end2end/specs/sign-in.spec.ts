import { expect, test } from '../house/fixtures.ts';

test.describe('Signing in by phone', { tag: '@flow' }, () => {
  test('a person signs in from the home page, reads who they are, and signs out again', async ({ home, hosted, phone }) => {
    await home.open();
    await home.expectAnonymous();
    await home.page.getByRole('link', { name: 'Create an account', exact: true }).click();
    await hosted.register(phone);
    await home.expectSignedInAs(phone);
    await home.signOut();

    await home.signInLink.click();
    await hosted.signIn(phone);
    await home.expectSignedInAs(phone);
    await home.signOut();
  });

  test('a new number in sign-in is asked "Create an account?"', async ({ home, hosted, phone }) => {
    await home.open();
    await home.signInLink.click();
    await hosted.signIn(phone);
    await expect(hosted.heading('Create an account?')).toBeVisible();
    await hosted.button('Create account').click();
    await home.expectSignedInAs(phone);
  });

  test('"Use another number" goes back to the number, and nobody is signed in', async ({ home, hosted, phone }) => {
    await home.open();
    await home.signInLink.click();
    await hosted.signIn(phone);
    await hosted.button('Use another number').click();
    await hosted.expectPhonePage();
    await home.open();
    await home.expectAnonymous();
  });

  test('a known number in sign-up is offered to sign in', async ({ page, home, hosted, phone }) => {
    await page.goto('/sign-up');
    await hosted.register(phone);
    await home.expectSignedInAs(phone);
    await home.signOut();

    await page.goto('/sign-up');
    await hosted.register(phone);
    await expect(page.getByText('You already have an account')).toBeVisible();
    await hosted.button('Sign in').click();
    await home.expectSignedInAs(phone);
  });

  test('a wrong code says so, and the right code still works', async ({ page, home, hosted, phone }) => {
    await page.goto('/sign-up');
    await hosted.submitPhone(phone, 'Create your account');
    const right = await hosted.newestCodeFor(phone);
    const wrong = right === '000000' ? '000001' : '000000';
    await hosted.submitCode(wrong);
    await expect(hosted.alert).toContainText('not correct');
    await hosted.submitCode(right);
    await home.expectSignedInAs(phone);
  });

  test('"Send a new code" sends another one, and that one signs in', async ({ page, home, hosted, phone }) => {
    await page.goto('/sign-up');
    await hosted.submitPhone(phone, 'Create your account');
    await hosted.button('Send a new code').click();
    await expect.poll(async () => (await hosted.codesFor(phone)).length).toBe(2);
    await expect(hosted.heading('Enter the code')).toBeVisible();
    await hosted.submitCode(await hosted.newestCodeFor(phone));
    await home.expectSignedInAs(phone);
  });

  test('"Change number" goes back to the number', async ({ page, house, home, hosted, phone }) => {
    const mistyped = house.newPhone();
    await page.goto('/sign-up');
    await hosted.submitPhone(mistyped, 'Create your account');
    await page.getByRole('link', { name: 'Change number', exact: true }).click();
    await hosted.register(phone);
    await home.expectSignedInAs(phone);
  });

  test('"Sign in" opens the page of the phone number alone where it is asked to', async ({ page, home, hosted, signedInPhone }) => {
    await home.signOut();
    await page.goto('/sign-in?identifier=phone');
    await hosted.signIn(signedInPhone);
    await home.expectSignedInAs(signedInPhone);
  });

  test('"Continue with phone" on the home page leads to the phone number', async ({ page, home, phonePages }) => {
    await home.open();
    await page.getByRole('link', { name: 'Continue with phone', exact: true }).click();
    await phonePages.expectStep('Your phone number');
  });

  test('the server writes neither the number, the code nor the cookies into its log', async ({ page, house, home, callback, signedInPhone }) => {
    const cookies = await page.context().cookies(house.baseURL);
    const code = new URL(callback.last()).searchParams.get('code') ?? '';
    const state = new URL(callback.last()).searchParams.get('state') ?? '';
    await home.signOut();
    const secrets = [signedInPhone.digits, signedInPhone.shown, code, state, ...cookies.map(({ value }) => value)];
    for (const secret of secrets) {
      expect(secret).not.toBe('');
      expect(house.app.output.includes(secret), 'the log is free of personal data and secrets').toBe(false);
    }
  });
});
