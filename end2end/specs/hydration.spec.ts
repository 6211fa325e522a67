import type { Page } from '@playwright/test';

import { expect, test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';
import { expectNoFlash, hydrated, recordShownTexts } from '../pages/hydration.ts';

/** Everything that a browser complains about, from the first request on. */
async function complaintsOf(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  await page.exposeBinding('reportViolation', (_source, violation: string) => complaints.push(`CSP: ${violation}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { reportViolation: (violation: string) => void }).reportViolation;
      report(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return complaints;
}

test.describe('Hydration', () => {
  test('home hydrates without a complaint and without a flash, for an anonymous person', async ({ page, home }) => {
    const complaints = await complaintsOf(page);
    await recordShownTexts(page);
    await home.open();
    await hydrated(page);
    await home.expectAnonymous();
    await expectNoFlash(page);
    expect(complaints).toEqual([]);
  });

  test('home hydrates without a complaint and without a flash, for a signed-in person', async ({ page, home, signedInPhone }) => {
    const complaints = await complaintsOf(page);
    await recordShownTexts(page);
    await home.open();
    await hydrated(page);
    await home.expectSignedInAs(signedInPhone);
    await expectNoFlash(page);
    expect(complaints).toEqual([]);
  });

  test('the account page hydrates without a complaint and without a flash', async ({ page, signedInPhone }) => {
    const complaints = await complaintsOf(page);
    await recordShownTexts(page);
    await page.goto('/account');
    await hydrated(page);
    await expectAccountOf(page, signedInPhone);
    await expectNoFlash(page);
    expect(complaints).toEqual([]);
  });

  test('the phone page hydrates without a complaint', async ({ page, phonePages }) => {
    const complaints = await complaintsOf(page);
    await recordShownTexts(page);
    await phonePages.open();
    await hydrated(page);
    await expect(phonePages.country).toBeVisible();
    await expect(phonePages.select).toBeHidden();
    expect(complaints).toEqual([]);
  });

  for (const who of ['an anonymous', 'a signed-in'] as const) {
    test(`the hydrated home page is the HTML that the server sent, for ${who} person`, async ({ page, home, phone, hosted }) => {
      if (who === 'a signed-in') {
        await page.goto('/sign-up');
        await hosted.register(phone);
        await home.expectSignedInAs(phone);
      }
      await recordShownTexts(page);
      const answer = await page.goto('/');
      const html = (await answer?.text()) ?? '';
      await hydrated(page);
      const [sent, live] = await page.evaluate((source) => {
        const outline = (root: Document): string[] =>
          [...root.body.querySelectorAll('h1, h2, h3, p, a, button, input, form, dt, dd')].map(
            (element) => `${element.tagName} ${element.textContent?.replace(/\s+/g, ' ').trim()} ${element.getAttribute('href') ?? element.getAttribute('action') ?? ''}`,
          );
        return [outline(new DOMParser().parseFromString(source, 'text/html')), outline(document)];
      }, html);
      expect(sent?.length).toBeGreaterThan(3);
      expect(live).toEqual(sent);
    });
  }

  test('a page that has nothing to hydrate loads no script and no WebAssembly', async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    for (const path of ['/no-such-page', '/sign-in-failed?error=sign_in.denied']) {
      await page.goto(path, { waitUntil: 'load' });
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('script')).toHaveCount(0);
    }
    expect(asked.filter((path) => /\.(js|wasm)$/.test(path))).toEqual([]);
  });

  test('the WebAssembly is preloaded, and the preload is what the page uses', async ({ page, home }) => {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('.wasm')) asked.push(request.url());
    });
    const complaints = await complaintsOf(page);
    await recordShownTexts(page);
    await home.open();
    await hydrated(page);
    await expect(page.locator('link[rel="preload"][as="fetch"][href$=".wasm"]')).toHaveCount(1);
    expect(asked, 'a preload that does not match is fetched a second time').toHaveLength(1);
    expect(complaints).toEqual([]);
  });
});
