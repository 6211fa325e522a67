import { expect, test } from '../house/fixtures.ts';
import { expectAccessible } from '../pages/axe.ts';
import { expectVisibleFocus, tabTo } from '../pages/keyboard.ts';
import { expectNoSidewaysScroll } from '../pages/narrow.ts';

test.describe('The phone pages', () => {
  test('are accessible at each step, with an error and with the list open', async ({ page, phonePages, hosted, phone }) => {
    await phonePages.openAlive();
    await expectAccessible(page);
    await phonePages.searchFor('united');
    await expectAccessible(page);
    await page.keyboard.press('Escape');

    await phonePages.numberField.fill('not a number');
    await phonePages.continueButton.click();
    await expect(phonePages.alert).toBeVisible();
    await expectAccessible(page);

    await phonePages.submitNumber(phone);
    await expectAccessible(page);
    const code = await hosted.newestCodeFor(phone);
    await phonePages.submitCode(code === '000000' ? '000001' : '000000');
    await expect(phonePages.alert).toBeVisible();
    await expectAccessible(page);

    await phonePages.submitCode(code);
    await phonePages.expectStep('You are in');
    await expectAccessible(page);
    await phonePages.page.goto('/phone');
    await phonePages.expectStep('Already signed in');
    await expectAccessible(page);
  });

  test('say what is wrong in the title and beside the field, which has the focus and what was typed', async ({ page, phonePages }) => {
    await phonePages.openAlive();
    await expect(phonePages.numberField).toBeFocused();
    await expect(page).toHaveTitle(/^Your phone number/);
    await phonePages.numberField.fill('call me');
    await phonePages.continueButton.click();
    await expect(page).toHaveTitle(/^Error: Your phone number/);
    await expect(phonePages.numberField).toHaveValue('call me');
    await expect(phonePages.numberField).toBeFocused();
    await expect(phonePages.numberField).toHaveAttribute('aria-invalid', 'true');
    await expect(phonePages.numberField).toHaveAccessibleDescription(/Error: /);
    await expect(phonePages.alert).toBeVisible();
  });

  test('are gone through with the keyboard alone', async ({ page, home, phonePages, hosted, phone }) => {
    await home.open();
    await tabTo(page, page.getByRole('link', { name: 'Continue with phone', exact: true }));
    await page.keyboard.press('Enter');
    await phonePages.expectStep('Your phone number');
    await expect(phonePages.country).toBeVisible();
    await expect(phonePages.numberField).toBeFocused();
    await expectVisibleFocus(phonePages.numberField);
    await page.keyboard.press('Shift+Tab');
    await expect(phonePages.country).toBeFocused();
    await expectVisibleFocus(phonePages.country);
    await page.keyboard.type('united states');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type(phone.typed);
    await page.keyboard.press('Enter');

    await phonePages.expectStep('Enter the code');
    await expect(phonePages.codeField).toBeFocused();
    await expectVisibleFocus(phonePages.codeField);
    await page.keyboard.type(await hosted.newestCodeFor(phone));
    await page.keyboard.press('Enter');

    await phonePages.expectStep('You are in');
    await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Continue', exact: true }));
    await page.keyboard.press('Enter');
    await home.expectSignedInAs(phone);
  });

  for (const [name, viewport, fontSize] of [
    ['320 pixels wide', { width: 320, height: 640 }, '100%'],
    ['at 200 % zoom', { width: 640, height: 400 }, '100%'],
    ['with text twice as large on a phone', { width: 390, height: 844 }, '200%'],
  ] as const) {
    test(`do not scroll sideways ${name}`, async ({ page, phonePages, phone }) => {
      await page.setViewportSize(viewport);
      await page.addInitScript((size) => {
        document.addEventListener('DOMContentLoaded', () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`:root { font-size: ${size} }`);
          document.adoptedStyleSheets = [sheet];
        });
      }, fontSize);
      await phonePages.openAlive();
      await expectNoSidewaysScroll(page);
      await phonePages.searchFor('south');
      await expect(phonePages.list.getByRole('option').first()).toBeVisible();
      await expectNoSidewaysScroll(page);
      await page.keyboard.press('Escape');
      await phonePages.numberField.fill('1');
      await phonePages.continueButton.click();
      await expect(phonePages.alert).toBeVisible();
      await expectNoSidewaysScroll(page);
      await phonePages.submitNumber(phone);
      await expectNoSidewaysScroll(page);
    });
  }

  test('have controls as large as a finger', async ({ page, phonePages, phone }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await phonePages.openAlive();
    await phonePages.country.click();
    for (const control of [phonePages.country, phonePages.search, phonePages.option('Japan'), phonePages.numberField, phonePages.continueButton]) {
      expect((await control.boundingBox())?.height, String(control)).toBeGreaterThanOrEqual(44);
    }
    await page.keyboard.press('Escape');
    await phonePages.submitNumber(phone);
    for (const control of [phonePages.codeField, phonePages.continueButton, phonePages.resendButton]) {
      expect((await control.boundingBox())?.height, String(control)).toBeGreaterThanOrEqual(44);
    }
  });

  test('keep still for people who want less motion', async ({ page, phonePages }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await phonePages.openAlive();
    await phonePages.country.click();
    const moving = await page.evaluate(() => document.getAnimations().length);
    expect(moving).toBe(0);
  });
});
