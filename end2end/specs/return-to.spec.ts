import { expect, test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';

/** Each of these has led somewhere else in some product's sign-in. */
const ELSEWHERE = [
  '//evil.example',
  '///evil.example',
  '////evil.example//',
  'https://evil.example',
  'https:evil.example',
  'HTTPS://EVIL.EXAMPLE',
  'http:/evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/%09/evil.example',
  '/%2f/evil.example',
  '%2f%2fevil.example',
  '/%5cevil.example',
  '/..//evil.example',
  '/./\\evil.example',
  '/account/..//evil.example',
  '//evil.example@localhost',
  'http://localhost@evil.example/',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '@evil.example',
  '.evil.example',
  'evil.example',
  '/account\r\nLocation: https://evil.example',
  '/account\0',
];

test.describe('Where a sign-in returns to', () => {
  test('a path of the app is returned to, with its query', async ({ page, house, signedInPhone }) => {
    const wanted = '/account?tab=%2F%2Fevil.example&x=1';
    await page.goto(`/sign-in?return_to=${encodeURIComponent(wanted)}`);
    await expectAccountOf(page, signedInPhone);
    expect(page.url()).toBe(`${house.baseURL}${wanted}`);
  });

  for (const start of ['/sign-in', '/sign-up']) {
    test(`nothing in ${start}'s return_to leads to another origin`, async ({ page, house, home, signedInPhone }) => {
      const visited = new Set<string>();
      page.on('request', (request) => {
        if (request.isNavigationRequest()) visited.add(new URL(request.url()).origin);
      });
      for (const returnTo of ELSEWHERE) {
        // The provider knows this browser, so the whole way is one navigation.
        await page.goto(`${start}?return_to=${encodeURIComponent(returnTo)}`);
        await expect(page.getByRole('banner').getByRole('link', { name: 'leptos-logto', exact: true }), JSON.stringify(returnTo)).toBeVisible();
        expect(new URL(page.url()).origin, JSON.stringify(returnTo)).toBe(house.baseURL);
        expect([...visited].filter((origin) => origin !== house.baseURL && origin !== house.providerURL), JSON.stringify(returnTo)).toEqual([]);
      }
      await home.open();
      await home.expectSignedInAs(signedInPhone);
    });
  }

  test('a return_to that is not a path is answered at once as no return_to, not with an error', async ({ request }) => {
    for (const returnTo of ELSEWHERE) {
      const answer = await request.get(`/sign-in?return_to=${encodeURIComponent(returnTo)}`, { maxRedirects: 0 });
      expect([302, 303], JSON.stringify(returnTo)).toContain(answer.status());
    }
  });

  test('the callback does not take a return_to of its own', async ({ page, house, hosted, callback, phone }) => {
    const held = await callback.holdNext();
    await page.goto('/sign-up');
    await hosted.register(phone);
    await page.goto(`${(await held.url)}&return_to=${encodeURIComponent('https://evil.example')}`);
    await expect(page.getByRole('banner')).toBeVisible();
    expect(new URL(page.url()).origin).toBe(house.baseURL);
  });
});
