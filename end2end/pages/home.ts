/**
 * The app's home page, and the header that every page has.
 */
import { expect, type Locator, type Page } from '@playwright/test';

import type { Phone } from '../house/phone.ts';

export class HomePage {
  readonly header: Locator;
  readonly signInLink: Locator;
  readonly signOutButton: Locator;
  readonly accountLink: Locator;

  constructor(
    readonly page: Page,
    readonly javaScriptEnabled = true,
  ) {
    this.header = page.getByRole('banner');
    this.signInLink = this.header.getByRole('link', { name: 'Sign in', exact: true });
    this.signOutButton = this.header.getByRole('button', { name: 'Sign out', exact: true });
    this.accountLink = this.header.getByRole('link', { name: 'Account', exact: true });
  }

  async open(): Promise<void> {
    await this.page.goto('/');
  }

  async expectAnonymous(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: 'Sign in with your phone', exact: true })).toBeVisible();
    await expect(this.signInLink).toBeVisible();
    await expect(this.signOutButton).toHaveCount(0);
    expect(new URL(this.page.url()).pathname).toBe('/');
  }

  async expectSignedInAs({ shown }: Phone): Promise<void> {
    await expect(this.page.getByText(`Signed in as ${shown}`)).toBeVisible();
    await expect(this.page.getByRole('heading', { level: 1, name: `Hello, ${shown}`, exact: true })).toBeVisible();
    await expect(this.signOutButton).toBeVisible();
    await expect(this.accountLink).toBeVisible();
    await expect(this.signInLink).toHaveCount(0);
  }

  /** Through the provider and back to the home page. */
  async signOut(): Promise<void> {
    await this.signOutButton.click();
    if (!this.javaScriptEnabled) await this.page.getByRole('button', { name: 'Continue', exact: true }).click();
    await this.expectAnonymous();
  }
}
