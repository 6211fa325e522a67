/**
 * What the page shows from its first moment until the WebAssembly runs, as text. Installed before any script of the page.
 */
import { expect, type Page } from '@playwright/test';

declare global {
  interface Window {
    shownTexts: string[];
    wasmRuns: Promise<void>;
  }
}

/** Call before the page is opened. */
export async function recordShownTexts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shownTexts = [];
    const record = (): void => {
      const text = document.body.innerText.replace(/\s+/g, ' ').trim();
      if (window.shownTexts.at(-1) !== text) window.shownTexts.push(text);
    };
    document.addEventListener('DOMContentLoaded', () => {
      record();
      new MutationObserver(record).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });

    // The module calls its start function right after this promise: from then on two idle moments are enough.
    window.wasmRuns = new Promise((resolve) => {
      for (const name of ['instantiate', 'instantiateStreaming'] as const) {
        const original = WebAssembly[name] as (...parameters: unknown[]) => Promise<unknown>;
        Object.defineProperty(WebAssembly, name, {
          value: async (...parameters: unknown[]) => {
            const result = await original.apply(WebAssembly, parameters);
            requestIdleCallback(() => requestIdleCallback(() => resolve()));
            return result;
          },
        });
      }
    });
  });
}

/** Waits for the hydration of a page with islands; a page whose WebAssembly never starts fails the test by its timeout. */
export async function hydrated(page: Page): Promise<void> {
  await page.evaluate(() => window.wasmRuns);
}

/** One text from the server's HTML to the hydrated page: nothing flashed. */
export async function expectNoFlash(page: Page): Promise<void> {
  const texts = await page.evaluate(() => window.shownTexts);
  expect(texts, 'the page shows one and the same text before, while and after it hydrates').toHaveLength(1);
}
