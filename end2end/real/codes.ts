/**
 * Where the codes of a real Logto can be read.
 */
import type { Phone } from '../house/phone.ts';
import { CodesCommand } from './codes-command.ts';
import { codesCommand, codesPort } from './environment.ts';
import { HttpSmsInbox } from './http-sms-inbox.ts';

/** How long a text may take. */
export const DELIVERED_WITHIN_MS = 30_000;

export interface Codes {
  /** What there is for a number now is of an earlier run: it does not count. */
  skip(phone: Phone): Promise<void>;
  /** The newest code for a number that has not been read yet; waits for one. */
  next(phone: Phone): Promise<string>;
  close(): Promise<void>;
}

export async function openCodes(): Promise<Codes> {
  const port = codesPort();
  const command = codesCommand();
  if (port) return HttpSmsInbox.listen(Number(port));
  if (command) return new CodesCommand(command);
  throw new Error('REAL_CODES_PORT or REAL_CODES_COMMAND: "cargo xtask e2e --real" says what to write there');
}
