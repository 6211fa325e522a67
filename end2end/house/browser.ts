/**
 * The browser that every suite uses, and what it leaves behind of a failed test.
 */
import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test';

const chromium = process.env.CHROMIUM_PATH;

export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: 'chromium',
  trace: 'retain-on-failure',
  screenshot: 'only-on-failure',
  launchOptions: {
    ...(chromium ? { executablePath: chromium } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  },
};
