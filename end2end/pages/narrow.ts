/**
 * Reading in one direction only (WCAG 2.2, 1.4.10).
 */
import { expect, type Page } from '@playwright/test';

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { content, screen } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth }));
  expect(content, `${page.url()} fits the screen`).toBeLessThanOrEqual(screen);
}
