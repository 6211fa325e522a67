/**
 * Signing in by phone, whichever way the app is set to: what a person does differs in between, not at the ends.
 */
import { expect, type Page } from '@playwright/test';

import type { Phone } from '../house/phone.ts';
import { expectAccountOf } from '../pages/account.ts';
import { PhonePages } from '../pages/phone.ts';
import { RealHostedPages } from '../pages/real-hosted.ts';
import type { Codes } from './codes.ts';
import type { Way } from './real-house.ts';

export class SignInByPhone {
  readonly app: PhonePages;
  readonly hosted: RealHostedPages;

  constructor(
    readonly page: Page,
    readonly way: Way,
    readonly codes: Codes,
  ) {
    this.app = new PhonePages(page);
    this.hosted = new RealHostedPages(page);
  }

  /** To the page that wants the code; from there the way leads to the account page. */
  async askForCode(phone: Phone): Promise<void> {
    await this.app.open('/phone?return_to=%2Faccount');
    await this.submitNumber(phone);
  }

  /** On the app's number page. */
  async submitNumber(phone: Phone): Promise<void> {
    if (this.way === 'embedded') {
      await this.app.submitNumber(phone);
      return;
    }
    await this.app.numberField.fill(phone.typed);
    await this.app.continueButton.click();
    await this.hosted.expectNumber(phone);
    await this.hosted.submitNumber();
  }

  async submitCode(code: string): Promise<void> {
    await (this.way === 'embedded' ? this.app : this.hosted).submitCode(code);
  }

  async submitNewestCode(phone: Phone): Promise<void> {
    await this.submitCode(await this.codes.next(phone));
  }

  async expectAlert(): Promise<void> {
    await expect((this.way === 'embedded' ? this.app : this.hosted).alert).toBeVisible();
  }

  /** Back from the code to the number. */
  async changeNumber(): Promise<void> {
    if (this.way === 'embedded') {
      await this.app.changeNumber.click();
      await this.app.expectStep('Your phone number');
      return;
    }
    await this.page.goBack();
    await expect(this.hosted.numberField).toBeVisible();
  }

  /** On the page that `changeNumber` led to. */
  async submitOtherNumber(phone: Phone): Promise<void> {
    if (this.way === 'embedded') {
      await this.app.submitNumber(phone);
      return;
    }
    await this.hosted.numberField.fill(phone.typed);
    await this.hosted.submitNumber();
  }

  /** After the right code, where the number was unknown: embedded, nobody is asked. */
  async confirmNewAccount(): Promise<void> {
    if (this.way === 'hosted') await this.hosted.confirmNewAccount();
  }

  /** With an unknown number, to the account page. */
  async signUp(phone: Phone): Promise<void> {
    await this.askForCode(phone);
    await this.submitNewestCode(phone);
    await this.confirmNewAccount();
    await expectAccountOf(this.page, phone);
  }

  /** With a known number, to the account page. */
  async signIn(phone: Phone): Promise<void> {
    await this.askForCode(phone);
    await this.submitNewestCode(phone);
    await expectAccountOf(this.page, phone);
  }
}
