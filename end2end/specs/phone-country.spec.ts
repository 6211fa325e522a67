import type { Page } from '@playwright/test';

import { expect, test } from '../house/fixtures.ts';
import { hydrated, recordShownTexts } from '../pages/hydration.ts';

/** The WebAssembly comes when the test lets it. */
async function holdWasm(page: Page): Promise<() => void> {
  let arrive = (): void => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route('**/*.wasm', async (route) => {
    await arrived;
    await route.continue();
  });
  return () => arrive();
}

test.describe('The country of a phone number', () => {
  test.use({ locale: 'en-US' });

  for (const [typed, name] of [
    ['germ', 'Germany'],
    ['states', 'United States'],
    ['curacao', 'Curaçao'],
    ['cote d\'ivoire', 'Côte d.Ivoire'],
    ['holland', 'Netherlands'],
    ['rland', 'Switzerland'],
    ['gb', 'United Kingdom'],
    ['49', 'Germany'],
    ['+49', 'Germany'],
    ['0049 151', 'Germany'],
  ] as const) {
    test(`is found by "${typed}"`, async ({ phonePages }) => {
      await phonePages.openAlive();
      await phonePages.searchFor(typed);
      await phonePages.option(name).click();
      await expect(phonePages.country).toHaveText(new RegExp(`^${name} `));
      await expect(phonePages.search).toBeHidden();
      await expect(phonePages.country).toBeFocused();
    });
  }

  test('that was chosen is what the form sends', async ({ page, phonePages }) => {
    await phonePages.openAlive();
    await phonePages.searchFor('japan');
    await phonePages.option('Japan').click();
    await phonePages.expectCountry('Japan', 'JP');
    await phonePages.numberField.fill('90 1234 5678');
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === 'POST'),
      phonePages.continueButton.click(),
    ]);
    expect(new URL(sent.url()).pathname).toBe('/phone/send-code');
    const fields = new URLSearchParams(sent.postData() ?? '');
    expect(fields.get('country')).toBe('JP');
    expect(fields.get('number')).toBe('90 1234 5678');
    expect(fields.get('purpose')).toBe('sign_in');
  });

  test('is chosen with the keyboard, and Enter in the list does not send the form', async ({ page, phonePages }) => {
    await phonePages.openAlive();
    await phonePages.country.focus();
    await page.keyboard.press('ArrowDown');
    await expect(phonePages.search).toBeFocused();
    const active = (): Promise<string> =>
      phonePages.search.evaluate((search) => document.getElementById(search.getAttribute('aria-activedescendant') ?? '')?.innerText ?? '');
    const all = await phonePages.options();
    await expect.poll(active).toContain('United States');
    await page.keyboard.press('Home');
    await expect.poll(active).toContain(all[0] ?? '');
    await page.keyboard.press('ArrowDown');
    await expect.poll(active).toContain(all[1] ?? '');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect.poll(active).toContain(all.at(-1) ?? '');
    await page.keyboard.press('ArrowDown');
    await expect.poll(active).toContain(all[0] ?? '');
    await page.keyboard.press('End');
    await expect.poll(active).toContain(all.at(-1) ?? '');
    await expect(phonePages.list.locator('[data-active]')).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(phonePages.search).toBeHidden();
    await expect(phonePages.country).toBeFocused();
    await expect(phonePages.country).toContainText(all.at(-1) ?? '');
    expect(new URL(page.url()).pathname).toBe('/phone');
  });

  test('is searched for as soon as a letter is typed on the button', async ({ page, phonePages }) => {
    await phonePages.openAlive();
    await phonePages.country.focus();
    await page.keyboard.type('swi');
    await expect(phonePages.search).toHaveValue('swi');
    await expect.poll(() => phonePages.options()).toEqual(['Switzerland']);
    await expect(page.locator('#country-count')).toHaveText('1 country');
    await page.keyboard.press('Enter');
    await phonePages.expectCountry('Switzerland', 'CH');
  });

  test('stays when the list is left with Escape, with Tab or with a press elsewhere', async ({ page, phonePages }) => {
    await phonePages.openAlive();
    for (const leave of [
      () => page.keyboard.press('Escape'),
      () => page.keyboard.press('Tab'),
      () => page.getByRole('heading', { level: 1 }).click(),
      () => phonePages.country.click(),
    ]) {
      await phonePages.searchFor('japan');
      await leave();
      await expect(phonePages.search).toBeHidden();
      await expect(phonePages.country).toHaveAttribute('aria-expanded', 'false');
      await phonePages.expectCountry('United States', 'US');
    }
  });

  test('that does not exist is said not to', async ({ page, phonePages }) => {
    await phonePages.openAlive();
    await phonePages.searchFor('atlantis');
    await expect(page.getByText('No country is called that.')).toBeVisible();
    await expect(phonePages.list.getByRole('option')).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(phonePages.search).toBeVisible();
    await phonePages.search.fill('');
    await expect(phonePages.option('Japan')).toBeAttached();
  });

  test('follows a number that is typed with its country code, and the number stays as it was typed', async ({ page, phonePages }) => {
    await phonePages.openAlive();
    await phonePages.numberField.focus();
    await page.keyboard.type('+49');
    await phonePages.expectCountry('Germany', 'DE');
    await page.keyboard.type(' (151) 234-56');
    await expect(phonePages.numberField).toHaveValue('+49 (151) 234-56');
    await expect(phonePages.numberField).toBeFocused();
    await phonePages.numberField.fill('0033');
    await phonePages.expectCountry('France', 'FR');
  });

  test('stays when the code that is typed belongs to several countries', async ({ phonePages }) => {
    await phonePages.openAlive();
    await phonePages.searchFor('canada');
    await phonePages.option('Canada').click();
    await phonePages.numberField.fill('+1 416');
    await phonePages.expectCountry('Canada', 'CA');
    await phonePages.numberField.fill('+44 20');
    await phonePages.expectCountry('Canada', 'CA');
  });

  test('is shown by the list exactly as by the select before it', async ({ page, phonePages }) => {
    const arrive = await holdWasm(page);
    await phonePages.open();
    const field = page.locator('[data-country]');
    const before = await field.screenshot();
    arrive();
    await expect(phonePages.country).toBeVisible();
    expect(await field.screenshot(), 'nobody sees the change').toEqual(before);
  });

  test('is not taken from under the fingers of a person who is already choosing', async ({ page, phonePages }) => {
    const arrive = await holdWasm(page);
    await recordShownTexts(page);
    await phonePages.open();
    await phonePages.select.focus();
    await phonePages.select.selectOption('FR');
    arrive();
    await hydrated(page);
    await expect(phonePages.select).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(phonePages.country).toBeVisible();
    await phonePages.expectCountry('France', 'FR');
  });
});
