/**
 * Codes that a command prints: from a mailbox, a database, another inbox. It is asked again until there is a new one.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect } from '@playwright/test';

import type { Phone } from '../house/phone.ts';
import { type Codes, DELIVERED_WITHIN_MS } from './codes.ts';

const run = promisify(execFile);
const SIX_DIGITS = /^\d{6}$/;

export class CodesCommand implements Codes {
  readonly #read = new Map<string, string>();

  constructor(private readonly command: string) {}

  async skip({ digits }: Phone): Promise<void> {
    const printed = await this.#ask(digits);
    if (SIX_DIGITS.test(printed)) this.#read.set(digits, printed);
  }

  async next({ digits }: Phone): Promise<string> {
    const read = this.#read.get(digits) ?? 'none';
    let printed = '';
    await expect
      .poll(async () => (printed = await this.#ask(digits)), {
        message: `REAL_CODES_COMMAND prints a new code for ${digits}`,
        timeout: DELIVERED_WITHIN_MS,
      })
      .toMatch(new RegExp(`^(?!${read}$)\\d{6}$`));
    this.#read.set(digits, printed);
    return printed;
  }

  async close(): Promise<void> {}

  /** What the command prints, or why it failed: the report of a test that waits in vain shows it. */
  async #ask(digits: string): Promise<string> {
    try {
      const { stdout } = await run('sh', ['-c', `${this.command} "$1"`, 'sh', digits], { timeout: DELIVERED_WITHIN_MS });
      return stdout.trim();
    } catch (error) {
      return String(error);
    }
  }
}
