/**
 * The access page: an API or an organisation a section, with what its access token says.
 */
import { expect, type Locator, type Page } from '@playwright/test';

export class AccessPage {
  readonly renewButton: Locator;
  readonly signInAgainLink: Locator;

  constructor(readonly page: Page) {
    this.renewButton = page.getByRole('button', { name: 'Ask for new tokens', exact: true });
    this.signInAgainLink = page.getByRole('link', { name: 'sign in again', exact: true });
  }

  async open(): Promise<void> {
    await this.page.goto('/access');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Access', exact: true })).toBeVisible();
  }

  /** `API <indicator>` or `Organisation <id>` */
  section(heading: string): Locator {
    const named = this.page.getByRole('heading', { level: 2, name: heading, exact: true });
    return this.page.locator('section').filter({ has: named });
  }

  async expectToken(heading: string, audience: string, permissions: string | RegExp): Promise<void> {
    await expect(this.section(heading).getByRole('definition')).toHaveText([audience, permissions, /\d/]);
  }

  /** When the token expires. */
  async validUntil(heading: string): Promise<Date> {
    const at = await this.section(heading).getByRole('time').getAttribute('datetime');
    return new Date(at ?? '');
  }
}
