import { expect, test } from '../house/fixtures.ts';
import { stay } from '../pages/network.ts';

test.describe('On a slow network', () => {
  test('the button says at once that it is sending, and a second press does nothing', async ({ page, phonePages, phone }) => {
    let posts = 0;
    await page.route('**/phone/send-code', (route) => {
      posts += 1;
      return stay(route);
    });
    await phonePages.openAlive();
    await phonePages.numberField.fill(phone.typed);
    await phonePages.continueButton.press('Enter');
    const busy = page.getByRole('button', { name: 'Sending…', exact: true });
    await expect(busy).toBeVisible();
    await expect(busy).toHaveAttribute('aria-busy', 'true');
    await expect(phonePages.status).toHaveText('Sending…');
    await busy.press('Enter');
    await phonePages.numberField.press('Enter');
    await expect(busy).toBeVisible();
    expect(posts).toBe(1);
  });

  test('a page from the back/forward cache can be sent again', async ({ page, phonePages, phone }) => {
    await page.route('**/phone/send-code', stay);
    await phonePages.openAlive();
    await phonePages.numberField.fill(phone.typed);
    await phonePages.continueButton.press('Enter');
    const busy = page.getByRole('button', { name: 'Sending…', exact: true });
    await expect(busy).toBeVisible();
    // Chromium under test has no such cache: this is what a page hears that comes out of it.
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await expect(phonePages.continueButton).toBeVisible();
    await expect(phonePages.continueButton).not.toHaveAttribute('aria-busy');
  });

  test('a form whose answer never comes can be sent again after a while', async ({ page, phonePages, phone }) => {
    await page.clock.install();
    await page.route('**/phone/send-code', stay);
    await phonePages.openAlive();
    await phonePages.numberField.fill(phone.typed);
    await phonePages.continueButton.press('Enter');
    await expect(page.getByRole('button', { name: 'Sending…', exact: true })).toBeVisible();
    await page.clock.runFor(25_000);
    await expect(phonePages.continueButton).toBeVisible();
    await expect(phonePages.status).toHaveText('This takes longer than usual. You can try again.');
  });
});
