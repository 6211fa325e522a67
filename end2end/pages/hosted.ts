/**
 * The provider's own pages and its inbox. Both providers use the same words.
 */
import { expect, type Locator, type Page } from '@playwright/test';

import type { Phone } from '../house/phone.ts';

type PhoneScreen = 'Sign in' | 'Create your account';

export class HostedPages {
  readonly phoneField: Locator;
  readonly codeField: Locator;
  readonly alert: Locator;
  readonly #cookieNames = new Set<string>();

  constructor(
    readonly page: Page,
    readonly providerURL: string,
  ) {
    this.phoneField = page.getByLabel('Phone number', { exact: true });
    this.codeField = page.getByLabel('Verification code', { exact: true });
    this.alert = page.getByRole('alert');
    // Cookies do not tell ports apart, so the provider's are known only by who set them.
    page.on('response', async (response) => {
      if (!response.url().startsWith(providerURL)) return;
      const headers = await response.headersArray().catch(() => []);
      for (const { name, value } of headers) {
        if (name.toLowerCase() === 'set-cookie') this.#cookieNames.add(value.slice(0, value.indexOf('=')));
      }
    });
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async expectPhonePage(screen: PhoneScreen = 'Sign in'): Promise<void> {
    await expect(this.heading(screen)).toBeVisible();
    expect(new URL(this.page.url()).origin).toBe(this.providerURL);
  }

  async submitPhone(phone: Phone, screen: PhoneScreen = 'Sign in'): Promise<void> {
    await this.expectPhonePage(screen);
    await this.phoneField.fill(phone.typed);
    await this.button('Continue').click();
    await expect(this.heading('Enter the code')).toBeVisible();
  }

  async submitCode(code: string): Promise<void> {
    await this.codeField.fill(code);
    await this.button('Continue').click();
  }

  async cancel(): Promise<void> {
    await this.button('Cancel').click();
  }

  /** The codes sent to a number, newest first. */
  async codesFor({ digits }: Phone): Promise<string[]> {
    const answer = await fetch(`${this.providerURL}/inbox/messages?phone=${digits}`);
    const messages = (await answer.json()) as { to: string; code: string }[];
    expect(messages.every(({ to }) => to === digits)).toBe(true);
    return messages.map(({ code }) => code);
  }

  async newestCodeFor(phone: Phone): Promise<string> {
    const [newest] = await this.codesFor(phone);
    if (!newest) throw new Error('no code in the inbox, although the code page is there');
    expect(newest).toMatch(/^\d{6}$/);
    return newest;
  }

  /** From the sign-in page, with a number that has an account. */
  async signIn(phone: Phone): Promise<void> {
    await this.submitPhone(phone);
    await this.submitCode(await this.newestCodeFor(phone));
  }

  /** From the page "Create your account", with a number that has none. */
  async register(phone: Phone): Promise<void> {
    await this.submitPhone(phone, 'Create your account');
    await this.submitCode(await this.newestCodeFor(phone));
  }

  /** This browser as the provider sees it the first time: the next sign-in shows its pages again. The app's cookies stay. */
  async forgetThisBrowser(): Promise<void> {
    expect(this.#cookieNames.size, 'the provider keeps its session in a cookie').toBeGreaterThan(0);
    for (const name of this.#cookieNames) await this.page.context().clearCookies({ name });
  }
}
