/**
 * What no page may do, whatever the test is about: answer 500, break the Content Security Policy, throw.
 */
import { type BrowserContext, expect } from '@playwright/test';

export class BrowserWatch {
  readonly #broken: string[] = [];

  constructor(context: BrowserContext) {
    this.watch(context);
  }

  /** Also for the contexts that a test opens itself. */
  watch(context: BrowserContext): void {
    context.on('response', (response) => {
      if (response.status() === 500) this.#broken.push(`500 from ${response.request().method()} ${response.url()}`);
    });
    context.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.#broken.push(`${message.text()} at ${message.location().url}`);
    });
    context.on('weberror', (error) => this.#broken.push(`uncaught: ${error.error().message}`));
  }

  expectNothingBroke(): void {
    expect(this.#broken, 'no page answers 500, breaks its Content Security Policy or throws').toEqual([]);
  }
}
