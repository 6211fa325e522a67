/**
 * The phone pages in the app's own design: number, code, done.
 */
import { expect, type Locator, type Page } from '@playwright/test';

import type { Phone } from '../house/phone.ts';

type Step = 'Your phone number' | 'Your new phone number' | 'Enter the code' | 'You are in' | 'Your number is changed' | 'Already signed in';

export class PhonePages {
  /** The form's field, and all there is without JavaScript. */
  readonly select: Locator;
  /** What takes its place with JavaScript. */
  readonly country: Locator;
  readonly search: Locator;
  readonly list: Locator;
  readonly numberField: Locator;
  readonly codeField: Locator;
  readonly continueButton: Locator;
  readonly resendButton: Locator;
  readonly changeNumber: Locator;
  readonly alert: Locator;
  readonly status: Locator;

  constructor(readonly page: Page) {
    const card = page.getByRole('main');
    this.select = page.locator('select[name=country]');
    this.country = card.getByRole('button', { name: /^Country / });
    this.search = card.getByRole('combobox', { name: 'Search countries by name or code', exact: true });
    this.list = card.getByRole('listbox', { name: 'Country', exact: true });
    this.numberField = card.getByLabel('Phone number', { exact: true });
    this.codeField = card.getByLabel('Code', { exact: true });
    this.continueButton = card.getByRole('button', { name: 'Continue', exact: true });
    this.resendButton = card.getByRole('button', { name: 'Send a new code', exact: true });
    this.changeNumber = card.getByRole('link', { name: 'Change number', exact: true });
    this.alert = card.getByRole('alert');
    this.status = page.locator('[data-form-status]');
  }

  async open(path = '/phone', step: Step = 'Your phone number'): Promise<void> {
    await this.page.goto(path);
    await this.expectStep(step);
  }

  /** With the country list at work. */
  async openAlive(): Promise<void> {
    await this.open();
    await expect(this.country).toBeVisible();
  }

  async expectStep(name: Step): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
  }

  option(name: string): Locator {
    return this.list.getByRole('option', { name: new RegExp(`\\b${name} \\+\\d+$`) });
  }

  async options(): Promise<string[]> {
    return this.list.locator('.country__name').allInnerTexts();
  }

  async searchFor(text: string): Promise<void> {
    if (!(await this.search.isVisible())) await this.country.click();
    await this.search.fill(text);
  }

  async expectCountry(name: string, code: string): Promise<void> {
    await expect(this.country).toHaveText(new RegExp(`^${name} `));
    await expect(this.select).toHaveValue(code);
  }

  async submitNumber({ typed }: Phone): Promise<void> {
    await this.numberField.fill(typed);
    await this.continueButton.click();
    await this.expectStep('Enter the code');
  }

  async openCodeStep(phone: Phone): Promise<void> {
    await this.open();
    await this.submitNumber(phone);
  }

  async submitCode(code: string): Promise<void> {
    await this.codeField.fill(code);
    await this.continueButton.click();
  }
}
