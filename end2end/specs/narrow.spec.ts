/** A phone's screen; runs in the project `phone` only. */
import { expect, test } from '../house/fixtures.ts';
import { expectNoSidewaysScroll } from '../pages/narrow.ts';

test.describe('On a narrow screen', () => {
  test('nothing scrolls sideways, from home through sign-up to the account page', async ({ page, home, hosted, phone }) => {
    await home.open();
    await expectNoSidewaysScroll(page);
    await page.goto('/sign-up');
    await hosted.expectPhonePage('Create your account');
    await expectNoSidewaysScroll(page);
    await hosted.submitPhone(phone, 'Create your account');
    await expectNoSidewaysScroll(page);
    await hosted.submitCode(await hosted.newestCodeFor(phone));
    await home.expectSignedInAs(phone);
    await expectNoSidewaysScroll(page);
    for (const path of ['/account', '/no-such-page', '/sign-in-failed?error=sign_in.denied']) {
      await page.goto(path);
      await expectNoSidewaysScroll(page);
    }
  });

  test('nothing scrolls sideways at 320 pixels either', async ({ page, home, signedInPhone }) => {
    await home.expectSignedInAs(signedInPhone);
    await page.setViewportSize({ width: 320, height: 640 });
    for (const path of ['/', '/account', '/no-such-page', '/sign-in-failed?error=sign_in.denied']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoSidewaysScroll(page);
    }
  });

  test('the fields bring the right keyboard', async ({ page, hosted, phone }) => {
    await page.goto('/sign-up');
    await hosted.expectPhonePage('Create your account');
    await expect(hosted.phoneField).toHaveAttribute('type', 'tel');
    await expect(hosted.phoneField).toHaveAttribute('autocomplete', /\btel\b/);
    await hosted.submitPhone(phone, 'Create your account');
    await expect(hosted.codeField).toHaveAttribute('inputmode', 'numeric');
    await expect(hosted.codeField).toHaveAttribute('autocomplete', 'one-time-code');
  });
});
