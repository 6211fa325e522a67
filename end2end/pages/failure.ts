/**
 * The page of a sign-in that failed: it says what happened, and offers a way on.
 */
import { expect, type Page } from '@playwright/test';

type Heading = 'You did not sign in' | 'Sign-in is unavailable' | 'This sign-in has ended' | 'We could not sign you in';

export async function expectSignInFailed(page: Page, heading: Heading): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Try again', exact: true })).toHaveAttribute('href', /^\/sign-in(\?.*)?$/);
  await expect(page.getByRole('link', { name: 'Back to home', exact: true })).toHaveAttribute('href', '/');
}
