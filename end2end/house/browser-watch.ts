/**
 * What no page may do, whatever the test is about: answer 500, break the Content Security Policy, throw.
 */
import { type BrowserContext, expect } from '@playwright/test';

export class BrowserWatch {
  readonly #broken: string[] = [];

  /** With an origin, only the pages of that one count: a real Logto's are not ours to mend. */
  constructor(
    context: BrowserContext,
    private readonly origin = '',
  ) {
    this.watch(context);
  }

  /** Also for the contexts that a test opens itself. */
  watch(context: BrowserContext): void {
    context.on('response', (response) => {
      if (response.status() === 500 && this.#counts(response.url())) this.#broken.push(`500 from ${response.request().method()} ${response.url()}`);
    });
    context.on('console', (message) => {
      const { url } = message.location();
      if (/content security policy/i.test(message.text()) && this.#counts(url)) this.#broken.push(`${message.text()} at ${url}`);
    });
    context.on('weberror', (error) => {
      if (this.#counts(error.page()?.url() ?? this.origin)) this.#broken.push(`uncaught: ${error.error().message}`);
    });
  }

  #counts(url: string): boolean {
    return url.startsWith(this.origin);
  }

  expectNothingBroke(): void {
    expect(this.#broken, 'no page answers 500, breaks its Content Security Policy or throws').toEqual([]);
  }
}
