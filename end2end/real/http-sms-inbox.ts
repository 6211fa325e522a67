/**
 * The other end of Logto's `http-sms` connector: it posts `{to, type, payload: {code}, ip}` for every text that it would send.
 *
 * https://github.com/logto-io/logto/tree/master/packages/connectors/connector-http-sms
 */
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { json } from 'node:stream/consumers';

import type { Phone } from '../house/phone.ts';
import { type Codes, DELIVERED_WITHIN_MS } from './codes.ts';

/** What the connector posts, as far as it matters here. */
interface Text {
  readonly to: string;
  readonly code: string;
}

function parse(body: unknown): Text | undefined {
  const { to, payload } = (body ?? {}) as { to?: unknown; payload?: { code?: unknown } };
  if (typeof to !== 'string' || typeof payload?.code !== 'string') return undefined;
  // Other versions may write the plus.
  return { to: to.replace(/\D/g, ''), code: payload.code };
}

export class HttpSmsInbox implements Codes {
  readonly #newest = new Map<string, string>();
  readonly #arrivals = new EventEmitter();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      response.writeHead(await this.#receive(request)).end();
    });
  }

  /** On every interface: Logto may run in a container. Nothing can be read over HTTP. */
  static async listen(port: number): Promise<HttpSmsInbox> {
    const inbox = new HttpSmsInbox();
    inbox.#server.listen(port);
    await once(inbox.#server, 'listening');
    return inbox;
  }

  async skip({ digits }: Phone): Promise<void> {
    this.#newest.delete(digits);
  }

  async next({ digits }: Phone): Promise<string> {
    if (!this.#newest.has(digits)) {
      await once(this.#arrivals, digits, { signal: AbortSignal.timeout(DELIVERED_WITHIN_MS) }).catch(() => {
        throw new Error(`the http-sms connector posted no code for ${digits} within ${DELIVERED_WITHIN_MS} ms`);
      });
    }
    const code = this.#newest.get(digits) ?? '';
    this.#newest.delete(digits);
    return code;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(request: IncomingMessage): Promise<number> {
    if (request.method !== 'POST') return 405;
    const text = parse(await json(request).catch(() => undefined));
    if (!text) return 400;
    this.#newest.set(text.to, text.code);
    this.#arrivals.emit(text.to);
    return 204;
  }
}
