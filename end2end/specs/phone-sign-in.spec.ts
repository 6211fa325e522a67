import type { Page } from '@playwright/test';

import { expect, test } from '../house/fixtures.ts';

/** Digits that are not the code. */
function notTheCode(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

async function expectSignedIn(page: Page): Promise<void> {
  const user = await page.request.get('/api/current_user');
  expect(await user.json()).not.toBeNull();
}

test.describe('Signing in by phone in the app', () => {
  test('a new number gets an account, and the same one the next time', async ({ page, home, phonePages, hosted, phone }) => {
    await home.open();
    await page.getByRole('link', { name: 'Continue with phone', exact: true }).click();
    await phonePages.expectStep('Your phone number');
    await phonePages.submitNumber(phone);
    await expect(page.getByText(phone.shown)).toBeVisible();
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await phonePages.expectStep('You are in');
    await page.getByRole('link', { name: 'Continue', exact: true }).click();
    await home.expectSignedInAs(phone);
    const first = await (await page.request.get('/api/current_user')).json();
    await home.signOutButton.click();
    await home.expectAnonymous();

    await phonePages.openCodeStep(phone);
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await phonePages.expectStep('You are in');
    expect((await (await page.request.get('/api/current_user')).json()).sub).toBe(first.sub);
  });

  test('a wrong code says how many tries are left, and the right one still signs in', async ({ phonePages, hosted, phone }) => {
    await phonePages.openCodeStep(phone);
    const code = await hosted.newestCodeFor(phone);
    await phonePages.submitCode(notTheCode(code));
    await expect(phonePages.alert).toContainText('4 more times');
    await expect(phonePages.page).toHaveTitle(/^Error: /);
    await expect(phonePages.codeField).toBeFocused();
    await phonePages.submitCode(code);
    await phonePages.expectStep('You are in');
  });

  test('a person changes their mind about the number, and finds it as they typed it', async ({ house, phonePages, hosted, phone }) => {
    const mistyped = house.newPhone();
    await phonePages.openCodeStep(mistyped);
    await phonePages.changeNumber.click();
    await phonePages.expectStep('Your phone number');
    await expect(phonePages.numberField).toHaveValue(mistyped.typed);
    await phonePages.submitNumber(phone);
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await phonePages.expectStep('You are in');
    expect(await hosted.codesFor(phone)).toHaveLength(1);
  });

  test('Back goes from the code to the number, and on to where the person came from', async ({ page, home, phonePages, hosted, phone }) => {
    await home.open();
    await page.getByRole('link', { name: 'Continue with phone', exact: true }).click();
    await phonePages.submitNumber(phone);
    await page.goBack();
    await phonePages.expectStep('Your phone number');
    await page.goForward();
    await phonePages.expectStep('Enter the code');
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await phonePages.expectStep('You are in');
    // The code is used up: Back asks nobody for it again.
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: 'Already signed in', exact: true })).toBeVisible();
    await expectSignedIn(page);
  });

  test('a reload keeps the step, and sends no second text', async ({ page, phonePages, hosted, phone }) => {
    await phonePages.openCodeStep(phone);
    await page.reload();
    await phonePages.expectStep('Enter the code');
    expect(await hosted.codesFor(phone)).toHaveLength(1);
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await phonePages.expectStep('You are in');
    await page.reload();
    await phonePages.expectStep('You are in');
  });

  test('two tabs with two numbers do not disturb each other', async ({ house, context, phonePages, hosted, phone }) => {
    const other = house.newPhone();
    const second = new (phonePages.constructor as typeof import('../pages/phone.ts').PhonePages)(await context.newPage());
    await phonePages.openCodeStep(phone);
    await second.openCodeStep(other);
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await phonePages.expectStep('You are in');
    await expect(phonePages.page.getByRole('main')).toContainText(phone.shown);
    await second.submitCode(await hosted.newestCodeFor(other));
    await second.expectStep('You are in');
    await expect(second.page.getByRole('main')).toContainText(other.shown);
  });

  test('somebody who is signed in is asked before anything happens, and may be somebody else', async ({ house, page, home, phonePages, hosted, signedInPhone }) => {
    const other = house.newPhone();
    await page.goto('/phone');
    await expect(page.getByRole('heading', { level: 1, name: 'Already signed in', exact: true })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(signedInPhone.shown);
    await page.getByRole('link', { name: 'Use another number', exact: true }).click();
    await phonePages.submitNumber(other);
    await expectSignedIn(page);
    await phonePages.submitCode(await hosted.newestCodeFor(other));
    await home.expectSignedInAs(other);
  });

  test('the way there is the way back to a protected page', async ({ page, phonePages, hosted, phone }) => {
    await phonePages.open('/phone?return_to=%2Faccount');
    await phonePages.submitNumber(phone);
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await expect(page.getByRole('heading', { level: 1, name: 'Account', exact: true })).toBeVisible();
    expect(new URL(page.url()).pathname).toBe('/account');
  });

  test('an attempt of another browser says that it is over, and starts again', async ({ page, phonePages }) => {
    await page.goto('/phone/code?v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
    await phonePages.expectStep('Your phone number');
    await expect(phonePages.alert).toContainText('That took too long');
  });

  test('the server writes neither the number nor the code into its log', async ({ house, phonePages, hosted, phone }) => {
    await phonePages.openCodeStep(phone);
    const code = await hosted.newestCodeFor(phone);
    await phonePages.submitCode(notTheCode(code));
    await expect(phonePages.alert).toBeVisible();
    await phonePages.submitCode(code);
    await phonePages.expectStep('You are in');
    for (const secret of [phone.digits, phone.typed, phone.shown, code]) {
      expect(house.app.output.includes(secret), 'the log is free of personal data and secrets').toBe(false);
    }
  });
});

test.describe('The account of somebody who signed in by phone', () => {
  test.beforeEach(async ({ page, phonePages, hosted, phone }) => {
    await phonePages.open('/phone?return_to=%2Faccount');
    await phonePages.submitNumber(phone);
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await expect(page.getByRole('heading', { level: 1, name: 'Account', exact: true })).toBeVisible();
  });

  test('gets another number, once that one is verified', async ({ house, page, phonePages, hosted, phone }) => {
    const next = house.newPhone();
    await page.getByRole('link', { name: 'Change phone number', exact: true }).click();
    await phonePages.expectStep('Your new phone number');
    await phonePages.submitNumber(next);
    await phonePages.submitCode(await hosted.newestCodeFor(next));
    await phonePages.expectStep('Your number is changed');
    await page.getByRole('link', { name: 'Back to your account', exact: true }).click();
    await expect(page.getByRole('main')).toContainText(next.shown);
    await expect(page.getByRole('main')).not.toContainText(phone.shown);
  });

  test('keeps its number where the new one belongs to somebody else', async ({ house, page, browser, phonePages, hosted, phone }) => {
    const taken = house.newPhone();
    const somebody = new (phonePages.constructor as typeof import('../pages/phone.ts').PhonePages)(await browser.newPage({ baseURL: house.baseURL }));
    await somebody.openCodeStep(taken);
    await somebody.submitCode(await hosted.newestCodeFor(taken));
    await somebody.expectStep('You are in');
    await somebody.page.context().close();

    await page.goto('/account/phone');
    await phonePages.submitNumber(taken);
    await phonePages.submitCode(await hosted.newestCodeFor(taken));
    await phonePages.expectStep('Your new phone number');
    await expect(phonePages.alert).toContainText('belongs to another account');
    await page.goto('/account');
    await expect(page.getByRole('main')).toContainText(phone.shown);
  });

  test('gets a name, and loses it again', async ({ page, home }) => {
    await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
    await page.getByRole('button', { name: 'Save name', exact: true }).click();
    await expect(page.getByRole('main')).toContainText('Ada Lovelace');
    await home.open();
    await expect(page.getByRole('heading', { level: 1, name: 'Hello, Ada Lovelace', exact: true })).toBeVisible();
  });
});
