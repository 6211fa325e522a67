import type { Page } from '@playwright/test';

import { expect, test } from '../house/fixtures.ts';
import { stay } from '../pages/network.ts';

declare global {
  interface Window {
    otp: { options: unknown; aborted: boolean; deliver: (code: string) => void };
  }
}

/** A browser that reads texts: it hands over what the test "sends". */
async function readTexts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'OTPCredential', { value: class {}, configurable: true });
    window.otp = { options: null, aborted: false, deliver: () => {} };
    const get = (options: { otp: unknown; signal: AbortSignal }): Promise<{ code: string }> =>
      new Promise((resolve, reject) => {
        window.otp.options = options.otp;
        window.otp.deliver = (code) => resolve({ code });
        options.signal.addEventListener('abort', () => {
          window.otp.aborted = true;
          reject(new DOMException('aborted', 'AbortError'));
        });
      });
    Object.defineProperty(navigator, 'credentials', { value: { get }, configurable: true });
  });
}

test.describe('The code of a phone sign-in', () => {
  test.beforeEach(async ({ context, house }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.baseURL });
  });

  test('is asked for with the right keyboard, and nothing else has the focus', async ({ phonePages, phone }) => {
    await phonePages.openCodeStep(phone);
    await expect(phonePages.codeField).toBeFocused();
    await expect(phonePages.codeField).toHaveAttribute('inputmode', 'numeric');
    await expect(phonePages.codeField).toHaveAttribute('autocomplete', 'one-time-code');
    await expect(phonePages.page.getByText(phone.shown)).toBeVisible();
  });

  test('is pasted with a space in it, and sent only by the person', async ({ page, phonePages, hosted, phone }) => {
    await phonePages.openCodeStep(phone);
    const code = await hosted.newestCodeFor(phone);
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
    await page.evaluate((text) => navigator.clipboard.writeText(text), spaced);
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posts.push(request.url());
    });
    await phonePages.codeField.press('ControlOrMeta+v');
    await expect(phonePages.codeField).toHaveValue(spaced);
    expect(posts).toEqual([]);
    await phonePages.codeField.press('Enter');
    await phonePages.expectStep('You are in');
    expect(posts).toHaveLength(1);
  });

  test('is filled in from the text message, and not sent', async ({ page, phonePages, phone }) => {
    await readTexts(page);
    await phonePages.openCodeStep(phone);
    await expect.poll(() => page.evaluate(() => window.otp.options)).toEqual({ transport: ['sms'] });
    await page.evaluate(() => window.otp.deliver('135790'));
    await expect(phonePages.codeField).toHaveValue('135790');
    await expect(phonePages.status).toHaveText('The code from the text message is filled in.');
    await phonePages.expectStep('Enter the code');
  });

  test('is no longer waited for once the form is sent', async ({ page, phonePages, phone }) => {
    await readTexts(page);
    await phonePages.openCodeStep(phone);
    await expect.poll(() => page.evaluate(() => window.otp.options)).not.toBeNull();
    await page.route('**/phone/verify-code', stay);
    await phonePages.codeField.fill('000000');
    await phonePages.codeField.press('Enter');
    await expect.poll(() => page.evaluate(() => window.otp.aborted)).toBe(true);
  });

  test('can be asked for again when the countdown has ended', async ({ page, phonePages, phone }) => {
    await page.clock.install();
    await phonePages.openCodeStep(phone);
    const wait = page.getByText(/^New code in \d+:\d\d$/);
    await expect(wait).toBeVisible();
    await expect(phonePages.resendButton).toHaveAttribute('aria-disabled', 'true');
    await expect(phonePages.resendButton).toHaveAccessibleDescription(/^New code in/);
    const before = await wait.innerText();
    await page.clock.runFor(3_000);
    await expect(wait).not.toHaveText(before);

    // Pressed too early it does nothing.
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posts.push(request.url());
    });
    await phonePages.resendButton.focus();
    await page.keyboard.press('Enter');
    await expect(phonePages.status).toHaveText('');

    await page.clock.runFor(10 * 60_000);
    await expect(phonePages.resendButton).not.toHaveAttribute('aria-disabled');
    await expect(phonePages.status).toHaveText('You can ask for a new code now.');
    expect(posts).toEqual([]);
  });

  test('is not counted down aloud', async ({ page, phonePages, phone }) => {
    await phonePages.openCodeStep(phone);
    const clock = page.getByRole('timer');
    await expect(clock).toHaveAttribute('aria-live', 'off');
    expect(await clock.evaluate((element) => element.closest('[role=status], [role=alert], [aria-live=polite]'))).toBeNull();
  });

  test('goes to another number by "Change number", which keeps what was typed', async ({ phonePages, phone }) => {
    await phonePages.openCodeStep(phone);
    await phonePages.changeNumber.click();
    await phonePages.expectStep('Your phone number');
    await expect(phonePages.numberField).toHaveValue(phone.typed);
  });
});
