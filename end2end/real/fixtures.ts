/**
 * What a spec against a real Logto asks for by name. Import `test` and `expect` from here.
 */
import { test as base, type Page } from '@playwright/test';

import { BrowserWatch } from '../house/browser-watch.ts';
import type { Phone } from '../house/phone.ts';
import { AccessPage } from '../pages/access.ts';
import { HomePage } from '../pages/home.ts';
import { RealHouse, type Way } from './real-house.ts';
import { SignInByPhone } from './sign-in-by-phone.ts';

interface TestFixtures {
  home: HomePage;
  access: AccessPage;
  signInByPhone: SignInByPhone;
  /** Numbers that nobody has. Whoever has them after the test is deleted: it is the test's own user. */
  newPhone: () => Promise<Phone>;
  phone: Phone;
  browserWatch: BrowserWatch;
  attachedLog: void;
}

export interface WorkerFixtures {
  /** The project's. */
  way: Way;
  house: RealHouse;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  way: ['embedded', { option: true, scope: 'worker' }],

  house: [
    async ({ way }, use) => {
      const house = await RealHouse.open(way);
      await use(house);
      await house.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ house }, use) => use(house.baseURL),

  newPhone: async ({ house }, use) => {
    const phones: Phone[] = [];
    await use(async () => {
      const phone = await house.freshPhone();
      phones.push(phone);
      return phone;
    });
    for (const phone of phones) await house.management.deleteUsersWith(phone);
  },

  phone: async ({ newPhone }, use) => use(await newPhone()),

  home: async ({ page }, use) => use(new HomePage(page)),

  access: async ({ page }, use) => use(new AccessPage(page)),

  signInByPhone: async ({ page, way, house }, use) => use(new SignInByPhone(page, way, house.codes)),

  browserWatch: [
    async ({ context, house }, use) => {
      const watch = new BrowserWatch(context, house.baseURL);
      await use(watch);
      watch.expectNothingBroke();
    },
    { auto: true },
  ],

  attachedLog: [
    async ({ house }, use, testInfo) => {
      const before = house.app.output.length;
      await use();
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('app', { body: house.app.output.slice(before), contentType: 'text/plain' });
      }
    },
    { auto: true },
  ],
});

/** Whom the app takes the browser for. */
export async function currentUser(page: Page): Promise<{ sub: string } | null> {
  return (await page.request.get('/api/current_user')).json();
}

export { expect } from '@playwright/test';
