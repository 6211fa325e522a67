/**
 * The protected page.
 */
import { expect, type Page } from '@playwright/test';

import type { Phone } from '../house/phone.ts';

export async function expectAccountOf(page: Page, { shown }: Phone): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Account', exact: true })).toBeVisible();
  const main = page.getByRole('main');
  for (const term of ['Phone number', 'Name', 'Subject', 'Session began', 'Session ends']) {
    await expect(main.getByRole('term').filter({ hasText: new RegExp(`^${term}$`) })).toBeVisible();
  }
  await expect(main.getByRole('definition').filter({ hasText: shown })).toBeVisible();
}
