/**
 * Authorization responses on their way to the app. To try a replay, an injected code or another browser, a test must see the
 * callback's address, or hold it back before the app has seen it.
 */
import type { Page } from '@playwright/test';

export class CallbackRequests {
  readonly #seen: string[] = [];

  constructor(
    readonly page: Page,
    readonly baseURL: string,
  ) {
    page.on('request', (request) => {
      if (request.url().startsWith(`${baseURL}/callback?`)) this.#seen.push(request.url());
    });
  }

  /** The address of the last callback that this page went to. */
  last(): string {
    const url = this.#seen.at(-1);
    if (!url) throw new Error('this page has not been at the callback');
    return url;
  }

  /**
   * Ends the next request for the callback before it leaves the browser; gives its address.
   * By the DevTools protocol, because Playwright's routes do not see redirects.
   */
  async holdNext(): Promise<{ url: Promise<string> }> {
    const devtools = await this.page.context().newCDPSession(this.page);
    await devtools.send('Fetch.enable', { patterns: [{ urlPattern: `${this.baseURL}/callback*` }] });
    const url = new Promise<string>((resolve) => {
      devtools.once('Fetch.requestPaused', async ({ requestId, request }) => {
        await devtools.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        await devtools.send('Fetch.disable');
        await devtools.detach();
        resolve(request.url);
      });
    });
    return { url };
  }
}

/** The same callback with one parameter changed, as an attacker would. */
export function withParameter(callbackURL: string, name: string, value: string): string {
  const url = new URL(callbackURL);
  url.searchParams.set(name, value);
  return url.href;
}
