/**
 * Getting around with the keyboard alone.
 */
import { expect, type Locator, type Page } from '@playwright/test';

/** Moves on with Tab until the element has the focus, as a person would who does not use a mouse. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const focused = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 20; presses += 1) {
    if (await focused()) return;
    await page.keyboard.press('Tab');
  }
  expect(await focused(), `${target} can be reached with Tab`).toBe(true);
}

/** The focused element looks different from itself without the focus. */
export async function expectVisibleFocus(target: Locator): Promise<void> {
  const look = await target.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return { outline: outlineStyle !== 'none' && outlineWidth !== '0px', shadow: boxShadow !== 'none' };
  });
  expect(look.outline || look.shadow, `${target} shows that it has the focus`).toBe(true);
}
