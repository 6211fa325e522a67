/**
 * How the browser tests run. Each worker has a house of its own (see `house/house.ts`): an app server, a provider, a database.
 *
 * No retries: a test that passes the second time has found a race, and hides it.
 */
import { defineConfig, type Project } from '@playwright/test';

import { browser } from './house/browser.ts';

const screenshots = process.env.SCREENSHOTS !== undefined;

// The second provider proves the protocol, so it runs the sign-in flows, once; the rest would only repeat itself.
const onlyFlows = process.env.PROVIDER === 'oidc-provider';

const projects: Project[] = [
  { name: 'desktop', testIgnore: ['narrow.spec.ts', '*no-javascript.spec.ts'], use: { viewport: { width: 1280, height: 800 } } },
  {
    name: 'phone',
    testMatch: ['narrow.spec.ts', 'sign-in.spec.ts', 'sign-out.spec.ts', 'protected-page.spec.ts', 'accessibility.spec.ts'],
    use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  },
  {
    name: 'no-javascript',
    testMatch: ['no-javascript.spec.ts', 'phone-no-javascript.spec.ts', 'sign-in.spec.ts', 'sign-out.spec.ts', 'protected-page.spec.ts', 'denied.spec.ts', 'callback.spec.ts', 'own-sessions.spec.ts'],
    use: { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false },
  },
];

export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  ...(onlyFlows ? { grep: /@flow/ } : {}),
  ...(screenshots ? { grep: /@screenshots/ } : { grepInvert: /@screenshots/ }),
  use: browser,
  projects: onlyFlows ? projects.filter(({ name }) => name === 'desktop') : projects,
});
