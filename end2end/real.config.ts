/**
 * How the browser tests run against a real Logto, which is opt-in: `cargo xtask e2e --real`. Both ways of phone sign-in, one after
 * the other: the tenant knows one address of the app.
 */
import { defineConfig } from '@playwright/test';

import { browser } from './house/browser.ts';
import type { WorkerFixtures } from './real/fixtures.ts';

export default defineConfig<object, WorkerFixtures>({
  testDir: 'real',
  outputDir: 'test-results',
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  workers: 1,
  // Texts and a Logto on the other side of the world take their time.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  // Logto's pages are in the browser's language.
  use: { ...browser, locale: 'en-US', actionTimeout: 30_000 },
  projects: [
    { name: 'hosted', use: { way: 'hosted' } },
    { name: 'embedded', use: { way: 'embedded' } },
  ],
});
