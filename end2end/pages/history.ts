/**
 * The Back button, pressed as often as it takes to reach a page. The provider's pages on the way would send the browser forward
 * again, so the entry is chosen as from the button's menu, by the DevTools protocol.
 */
import type { Page } from '@playwright/test';

export async function goBackTo(page: Page, url: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { entries, currentIndex } = await devtools.send('Page.getNavigationHistory');
  const entry = entries.slice(0, currentIndex).findLast((candidate) => candidate.url === url);
  if (!entry) throw new Error(`${url} is not in the history before this page`);
  await Promise.all([page.waitForEvent('domcontentloaded'), devtools.send('Page.navigateToHistoryEntry', { entryId: entry.id })]);
  await devtools.detach();
}
