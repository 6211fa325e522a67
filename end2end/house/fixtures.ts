/**
 * What a spec asks for by name. Import `test` and `expect` from here.
 */
import { test as base, type TestInfo } from '@playwright/test';

import { CallbackRequests } from '../pages/callback.ts';
import { HomePage } from '../pages/home.ts';
import { HostedPages } from '../pages/hosted.ts';
import { PhonePages } from '../pages/phone.ts';
import { BrowserWatch } from './browser-watch.ts';
import { House } from './house.ts';
import type { Phone } from './phone.ts';

interface TestFixtures {
  /** A phone number of this test's own. */
  phone: Phone;
  /** The number of a new account that is signed in on `page`, which shows home. */
  signedInPhone: Phone;
  home: HomePage;
  hosted: HostedPages;
  phonePages: PhonePages;
  callback: CallbackRequests;
  /** A house of this test's own, not started: for tests that stop and start its programs. */
  ownHouse: House;
  /** The same with a provider whose tenant nobody has set up. */
  bareHouse: House;
  /** Every page of every test: no error 500, no CSP violation, no uncaught exception. */
  browserWatch: BrowserWatch;
  /** The programs' output beside the trace of a failed test. */
  attachedLogs: void;
}

interface WorkerFixtures {
  house: House;
}

/** Closes the house after the test, and keeps what its programs said where the test has failed. */
async function useHouse(house: House, use: (house: House) => Promise<void>, testInfo: TestInfo): Promise<void> {
  try {
    await use(house);
  } finally {
    await house.close();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('app (own house)', { body: house.app.output, contentType: 'text/plain' });
      await testInfo.attach('provider (own house)', { body: house.provider.output, contentType: 'text/plain' });
    }
  }
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  house: [
    async ({}, use) => {
      const house = await House.plan();
      try {
        await house.open();
        await use(house);
      } finally {
        await house.close();
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  ownHouse: async ({}, use, testInfo) => {
    await useHouse(await House.plan(), use, testInfo);
  },

  bareHouse: async ({}, use, testInfo) => {
    await useHouse(await House.plan({ DEV_PROVIDER_BARE: '1' }), use, testInfo);
  },

  baseURL: async ({ house }, use) => use(house.baseURL),

  phone: async ({ house }, use) => use(house.newPhone()),

  signedInPhone: async ({ page, home, hosted, phone }, use) => {
    await page.goto('/sign-up');
    await hosted.register(phone);
    await home.expectSignedInAs(phone);
    await use(phone);
  },

  home: async ({ page, javaScriptEnabled }, use) => use(new HomePage(page, javaScriptEnabled ?? true)),

  hosted: async ({ page, house }, use) => use(new HostedPages(page, house.providerURL)),

  phonePages: async ({ page }, use) => use(new PhonePages(page)),

  callback: async ({ page, house }, use) => use(new CallbackRequests(page, house.baseURL)),

  browserWatch: [
    async ({ context }, use) => {
      const watch = new BrowserWatch(context);
      await use(watch);
      watch.expectNothingBroke();
    },
    { auto: true },
  ],

  attachedLogs: [
    async ({ house }, use, testInfo) => {
      const before = { app: house.app.output.length, provider: house.provider.output.length };
      await use();
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('app', { body: house.app.output.slice(before.app), contentType: 'text/plain' });
        await testInfo.attach('provider', { body: house.provider.output.slice(before.provider), contentType: 'text/plain' });
      }
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
