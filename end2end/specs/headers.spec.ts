import type { APIResponse } from '@playwright/test';

import { expect, test } from '../house/fixtures.ts';

const PAGES = ['/', '/sign-in-failed?error=sign_in.denied', '/no-such-page'];

function directives(answer: APIResponse): Map<string, string[]> {
  const policy = answer.headers()['content-security-policy'] ?? '';
  return new Map(policy.split(';').map((part) => {
    const [name = '', ...values] = part.trim().split(/\s+/);
    return [name, values];
  }));
}

function nonceOf(answer: APIResponse): string {
  const source = directives(answer).get('script-src')?.find((value) => value.startsWith("'nonce-"));
  expect(source, 'script-src names a nonce').toBeDefined();
  return source?.slice("'nonce-".length, -1) ?? '';
}

function setCookies(answer: APIResponse): string[] {
  return answer.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value);
}

function expectCookieRules(cookie: string): void {
  const attributes = cookie.split(';').slice(1).map((attribute) => attribute.trim().toLowerCase());
  const name = cookie.slice(0, cookie.indexOf('='));
  expect(attributes, `${name}: scripts cannot read it`).toContain('httponly');
  expect(attributes, `${name}: the callback comes from another site, so not Strict`).toContain('samesite=lax');
  expect(attributes, name).toContain('path=/');
  expect(attributes.find((attribute) => attribute.startsWith('max-age=')), name).toMatch(/^max-age=\d+$/);
  expect(attributes.find((attribute) => attribute.startsWith('domain=')), name).toBeUndefined();
}

test.describe('Headers of pages', () => {
  for (const path of PAGES) {
    test(`${path} has a nonce of its own in its Content Security Policy at every visit`, async ({ request }) => {
      const [first, second] = [await request.get(path), await request.get(path)];
      const scripts = (await first.text()).match(/<script\b[^>]*>/g) ?? [];
      expect(nonceOf(first)).not.toBe(nonceOf(second));
      expect(nonceOf(first).length).toBeGreaterThanOrEqual(20);
      for (const script of scripts) expect(script).toContain(`nonce="${nonceOf(first)}"`);
    });

    test(`${path} allows no inline script, no frame around it and no foreign base`, async ({ request }) => {
      const policy = directives(await request.get(path));
      const all = [...policy.values()].flat();
      expect(all).not.toContain("'unsafe-inline'");
      expect(all).not.toContain("'unsafe-eval'");
      expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
      expect(policy.get('base-uri')).toEqual(["'none'"]);
      expect([["'none'"], ["'self'"]]).toContainEqual(policy.get('default-src'));
      expect(policy.get('script-src') ?? []).not.toContain('*');
    });

    test(`${path} is not sniffed, and says little in the Referer`, async ({ request }) => {
      const headers = (await request.get(path)).headers();
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(['no-referrer', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin']).toContain(headers['referrer-policy']);
    });

    test(`${path} sets no cookie for an anonymous visitor`, async ({ request }) => {
      expect(setCookies(await request.get(path))).toEqual([]);
    });
  }

  test('a page that does not exist answers 404', async ({ request }) => {
    expect((await request.get('/no-such-page')).status()).toBe(404);
  });

  test('the failure page never repeats what the URL says', async ({ request }) => {
    const html = await (await request.get('/sign-in-failed?error=%3Cscript%3Ealert(1)%3C%2Fscript%3Eunheard-of')).text();
    expect(html).not.toContain('alert(1)');
    expect(html).not.toContain('unheard-of');
  });
});

test.describe('Headers of what is personal', () => {
  test('the personal pages and answers are stored nowhere', async ({ page, signedInPhone }) => {
    for (const path of ['/', '/account', '/api/current_user']) {
      const answer = await page.request.get(path);
      expect(await answer.text(), `${path} is personal`).toMatch(new RegExp(`${signedInPhone.digits}|${signedInPhone.shown.replace('+', '\\+')}`));
      expect(answer.headers()['cache-control'], path).toContain('no-store');
    }
  });

  test('who the person is reaches the browser without a token', async ({ page, signedInPhone }) => {
    const user = (await (await page.request.get('/api/current_user')).json()) as Record<string, unknown>;
    expect(Object.keys(user).sort()).toEqual(['name', 'phone_number', 'picture', 'sub']);
    expect(String(user.phone_number).replace(/\D/g, '')).toBe(signedInPhone.digits);
    expect(user.name).toBeNull();
  });

  test('nobody is "null", and is not stored either', async ({ request }) => {
    const answer = await request.get('/api/current_user');
    expect(await answer.json()).toBeNull();
    expect(answer.headers()['cache-control']).toContain('no-store');
    expect(setCookies(answer)).toEqual([]);
  });

  test('the start of a sign-in is stored nowhere, and its cookie lives ten minutes', async ({ request, house }) => {
    const answer = await request.get('/sign-in', { maxRedirects: 0 });
    expect([302, 303]).toContain(answer.status());
    expect(answer.headers()['cache-control']).toContain('no-store');
    const location = new URL(answer.headers().location ?? '');
    expect(location.origin + location.pathname).toBe(`${house.providerURL}/oidc/auth`);
    const cookies = setCookies(answer);
    expect(cookies).toHaveLength(1);
    for (const cookie of cookies) {
      expectCookieRules(cookie);
      expect(Number(/max-age=(\d+)/i.exec(cookie)?.[1])).toBeLessThanOrEqual(600);
    }
  });

  test('the authorization request is as RFC 9700 wants it', async ({ request }) => {
    const answers = [await request.get('/sign-in', { maxRedirects: 0 }), await request.get('/sign-in', { maxRedirects: 0 })];
    const [first, second] = answers.map((answer) => new URL(answer.headers().location ?? '').searchParams);
    expect(first?.get('response_type')).toBe('code');
    expect(first?.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first?.get(name)?.length, name).toBeGreaterThanOrEqual(22);
      expect(first?.get(name), name).not.toBe(second?.get(name));
    }
  });

  test('the session cookie follows the rules, and a new session has a new one', async ({ page, house, home, hosted, callback, phone }) => {
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().startsWith(`${house.baseURL}/callback?`)),
      page.goto('/sign-up').then(() => hosted.register(phone)),
    ]);
    await home.expectSignedInAs(phone);
    expect(answer.headers()['cache-control']).toContain('no-store');
    const cookies = (await answer.headersArray()).filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value);
    const kept = cookies.filter((cookie) => !/max-age=0\b|expires=thu, 01 jan 1970/i.test(cookie));
    expect(kept).toHaveLength(1);
    for (const cookie of kept) expectCookieRules(cookie);
    // Encrypted or random: nothing of the person, nothing of a token.
    expect(kept.join()).not.toMatch(/eyJ/);
    expect(kept.join()).not.toContain(phone.digits);

    const [before] = kept.map((cookie) => cookie.split(';')[0]);
    await page.goto('/sign-in');
    await home.expectSignedInAs(phone);
    const name = before?.split('=')[0];
    const after = (await page.context().cookies(callback.baseURL)).find((cookie) => cookie.name === name);
    expect(`${after?.name}=${after?.value}`, 'session fixation: a sign-in always begins a new session').not.toBe(before);
  });
});

test.describe('Headers of files', () => {
  test('scripts, WebAssembly and styles carry a hash, are compressed and are kept for good', async ({ request }) => {
    const html = await (await request.get('/')).text();
    const files = [...new Set(html.match(/\/pkg\/[\w.-]+\.(?:js|wasm|css)/g))];
    expect(files.map((file) => file.split('.').at(-1)).sort()).toEqual(['css', 'js', 'wasm']);
    const types: Record<string, RegExp> = { css: /^text\/css/, js: /^(text|application)\/javascript/, wasm: /^application\/wasm$/ };
    for (const file of files) {
      expect(file).toMatch(/^\/pkg\/leptos-logto\.[\w-]{6,}\.(js|wasm|css)$/);
      for (const encoding of ['br', 'gzip']) {
        const answer = await request.get(file, { headers: { 'accept-encoding': encoding } });
        expect(answer.status(), file).toBe(200);
        const headers = answer.headers();
        expect(headers['content-encoding'], file).toBe(encoding);
        expect(headers.vary, file).toMatch(/accept-encoding/i);
        expect(headers['cache-control'], file).toContain('immutable');
        expect(Number(/max-age=(\d+)/.exec(headers['cache-control'] ?? '')?.[1]), file).toBeGreaterThanOrEqual(31_536_000);
        expect(headers['x-content-type-options'], file).toBe('nosniff');
        expect(headers['content-type'], file).toMatch(types[file.split('.').at(-1) ?? ''] ?? /never/);
      }
    }
  });

  test('a file that does not exist is not kept for good', async ({ request }) => {
    const answer = await request.get('/pkg/leptos-logto.00000000.js');
    expect(answer.status()).toBe(404);
    expect(answer.headers()['cache-control'] ?? '').not.toContain('immutable');
  });
});
