/** The phone pages as they are without JavaScript; runs in the project `no-javascript` only. */
import { expect, test } from '../house/fixtures.ts';

test.describe('Without JavaScript the phone pages', () => {
  test.use({ locale: 'en-US' });

  test('lead in: number, code, done', async ({ home, page, phonePages, hosted, phone }) => {
    await home.open();
    await page.getByRole('link', { name: 'Continue with phone', exact: true }).click();
    await phonePages.expectStep('Your phone number');
    await expect(phonePages.country).toBeHidden();
    await phonePages.submitNumber(phone);
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await phonePages.expectStep('You are in');
    await page.getByRole('main').getByRole('link', { name: 'Continue', exact: true }).click();
    await home.expectSignedInAs(phone);
  });

  test('have a select that finds a country by the beginning of its name', async ({ page, phonePages, phone }) => {
    await phonePages.open();
    await expect(phonePages.select).toBeVisible();
    await expect(phonePages.select).toHaveAccessibleName('Country');
    await phonePages.select.focus();
    await page.keyboard.type('jap');
    await expect(phonePages.select).toHaveValue('JP');
    // The number has its own country code, which counts.
    await phonePages.submitNumber(phone);
  });

  test('have a button for a new code at all times, and say when', async ({ page, phonePages, phone }) => {
    await phonePages.open();
    await phonePages.submitNumber(phone);
    await expect(phonePages.resendButton).toBeVisible();
    await expect(phonePages.resendButton).toBeEnabled();
    await expect(page.getByText(/^You can ask for a new code in \d+ seconds\.$/)).toBeVisible();
    await expect(page.getByText(/New code in/)).toBeHidden();
  });
});
