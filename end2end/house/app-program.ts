/**
 * The app server as it is released, with the settings that every suite gives it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Program } from './service.ts';

export const END2END = resolve(import.meta.dirname, '..');

/** Settings of the server. */
export type Settings = Readonly<Record<string, string>>;

export function built(variable: string, fallback: string): string {
  const path = resolve(END2END, process.env[variable] ?? fallback);
  if (!existsSync(path)) throw new Error(`${variable}: there is no ${path}. Build first: cargo xtask e2e`);
  return path;
}

/** The app at an address of its own; `settings` say which provider. */
export function appProgram(port: number, baseURL: string, folder: string, settings: Settings): Program {
  return {
    name: 'app',
    command: built('SERVER_BIN', '../target/release/server'),
    args: [],
    // Not the repository: a `.env` of the developer must not reach a test.
    cwd: folder,
    // Not the base URL: that may be a tunnel's.
    readyURL: `http://127.0.0.1:${port}/healthz`,
    env: {
      BASE_URL: baseURL,
      COOKIE_SECRET: randomBytes(64).toString('hex'),
      SESSION_STORE: `sqlite:${join(folder, 'app.db')}`,
      LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
      LEPTOS_SITE_ROOT: built('SITE_ROOT', '../target/site'),
      RUST_LOG: 'info',
      // All tests of a worker come from one address.
      PHONE_TEXTS_PER_ADDRESS: '5000/1h',
      PHONE_TEXTS_PER_ADDRESS_DAILY: '5000/1h',
      ...settings,
    },
  };
}
