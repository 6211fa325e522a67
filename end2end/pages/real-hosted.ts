/**
 * The pages of a real Logto's sign-in experience, found by the names of their fields: those are the same in every language, brand
 * and colour. The development provider's fields have names of their own, so the same suite drives both.
 *
 * Read in Logto's source at 1fbc5544, https://github.com/logto-io/logto/tree/master/packages/experience/src:
 * - `components/IdentifierSignInForm`: one field `identifier`, a calling code beside it, a submit button.
 * - `shared/components/InputFields/SmartInputField`: a number typed with its plus chooses the calling code.
 * - `shared/components/VerificationCode`, `containers/VerificationCode`: six boxes `passcode_0` to `passcode_5`, of which the first
 *   takes a whole code, as when it is pasted; six digits send themselves.
 * - `components/ConfirmModal`: a dialog, whose last button confirms.
 * - `hooks/use-error-handler.ts`: a suspended account has a page of its own, in older versions a notice.
 */
import { expect, type Locator, type Page } from '@playwright/test';

import type { Phone } from '../house/phone.ts';

/** The name of the first box for the code. */
const FIRST_BOX = 'passcode_0';

export class RealHostedPages {
  readonly numberField: Locator;
  readonly codeField: Locator;
  readonly alert: Locator;
  readonly confirmButton: Locator;
  /** The development provider asks before a sign-out that no ID token came with; Logto does not. */
  readonly signOutButton: Locator;

  constructor(readonly page: Page) {
    this.numberField = page.locator('input[name=identifier], input[name=phone]');
    this.codeField = page.locator(`input[name=${FIRST_BOX}], input[name=code]`);
    this.alert = page.getByRole('alert');
    this.confirmButton = page.locator('[role=dialog] button, form[action="/create-account"] button').last();
    this.signOutButton = page.locator('form[action="/oidc/session/end/confirm"] button', { hasText: /^Sign out$/ });
  }

  /** Logto has the calling code beside the field, so that the field holds the end of the number. */
  async expectNumber({ digits }: Phone): Promise<void> {
    await expect(this.numberField).toHaveValue(/\d{7}/);
    const shown = (await this.numberField.inputValue()).replace(/\D/g, '');
    expect(digits.endsWith(shown), `the number field holds ${digits}`).toBe(true);
  }

  async submitNumber(): Promise<void> {
    await this.numberField.press('Enter');
    await expect(this.codeField).toBeVisible();
  }

  async submitCode(code: string): Promise<void> {
    await expect(this.codeField).toBeEditable();
    const sendsItself = (await this.codeField.getAttribute('name')) === FIRST_BOX;
    await this.codeField.fill(code);
    if (!sendsItself) await this.codeField.press('Enter');
  }

  /** An unknown number: yes, make an account. */
  async confirmNewAccount(): Promise<void> {
    await this.confirmButton.click();
  }

  async expectSuspended(): Promise<void> {
    await expect(this.page.getByText(/suspended/i).first()).toBeVisible();
  }
}
