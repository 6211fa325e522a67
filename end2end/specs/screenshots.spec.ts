/** The README's pictures: `npm run screenshots`. Not a test, so not run with the tests. */
import { resolve } from 'node:path';

import type { Page } from '@playwright/test';

import { test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs/screenshots');

const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

async function takeAll(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const look = colorScheme === 'dark' ? '-dark' : '';
      await page.screenshot({ path: `${FOLDER}/${name}-${size}${look}.png`, animations: 'disabled', caret: 'hide' });
    }
  }
}

test.describe('Screenshots', { tag: '@screenshots' }, () => {
  test('of the phone pages', async ({ page, phonePages, hosted, phone }) => {
    await phonePages.openAlive();
    await takeAll(page, 'phone-number');
    await phonePages.searchFor('an');
    await takeAll(page, 'phone-country');
    await page.keyboard.press('Escape');
    await phonePages.numberField.fill('555 0123');
    await phonePages.continueButton.click();
    await phonePages.alert.waitFor();
    await takeAll(page, 'phone-error');
    await phonePages.submitNumber(phone);
    await takeAll(page, 'phone-code');
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await phonePages.expectStep('You are in');
    await takeAll(page, 'phone-done');
    await phonePages.open('/account/phone', 'Your new phone number');
    await takeAll(page, 'account-phone');
  });

  test('of every page', async ({ page, house, home, hosted, phone }) => {
    await home.open();
    await takeAll(page, 'home-anonymous');
    await page.goto('/sign-up');
    await hosted.expectPhonePage('Create your account');
    await takeAll(page, 'hosted-sign-up');
    await page.goto('/sign-in');
    await hosted.expectPhonePage();
    await takeAll(page, 'hosted-sign-in');
    await hosted.submitPhone(phone);
    await takeAll(page, 'hosted-code');
    await hosted.submitCode(await hosted.newestCodeFor(phone));
    await hosted.heading('Create an account?').waitFor();
    await takeAll(page, 'hosted-create-account');
    await hosted.button('Create account').click();
    await home.expectSignedInAs(phone);
    await takeAll(page, 'home-signed-in');
    await home.accountLink.click();
    await expectAccountOf(page, phone);
    await takeAll(page, 'account');
    await page.goto('/access');
    await takeAll(page, 'access');
    await page.goto(`${house.providerURL}/inbox`);
    await takeAll(page, 'inbox');
    await page.goto('/sign-in-failed?error=sign_in.denied');
    await takeAll(page, 'sign-in-failed');
    await page.goto('/no-such-page');
    await takeAll(page, 'not-found');
  });
});
