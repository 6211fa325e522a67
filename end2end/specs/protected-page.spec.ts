import { expect, test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';

test.describe('The protected page', { tag: '@flow' }, () => {
  test('an anonymous person signs in on the way to the account page and arrives there', async ({ page, house, home, hosted, signedInPhone }) => {
    await home.signOut();
    await page.goto('/account');
    await hosted.signIn(signedInPhone);
    await expectAccountOf(page, signedInPhone);
    expect(page.url()).toBe(`${house.baseURL}/account`);
  });

  test('the query string survives the way through sign-in', async ({ page, house, home, hosted, signedInPhone }) => {
    await home.signOut();
    const wanted = `${house.baseURL}/account?tab=a%26b&next=%2Fhome%3Fx%3D1`;
    await page.goto(wanted);
    await hosted.signIn(signedInPhone);
    await expectAccountOf(page, signedInPhone);
    expect(page.url()).toBe(wanted);
  });

  test('a signed-in person goes to the account page directly, from the header and from home', async ({ page, home, signedInPhone }) => {
    await home.accountLink.click();
    await expectAccountOf(page, signedInPhone);
    await home.open();
    await page.getByRole('main').getByRole('link', { name: 'View your account', exact: true }).click();
    await expectAccountOf(page, signedInPhone);
  });

  test('the session ends after it began, and not later than in fourteen days', async ({ page, signedInPhone }) => {
    await page.goto('/account');
    await expectAccountOf(page, signedInPhone);
    const [began, ends] = await page.getByRole('main').locator('dd time').evaluateAll((times) => times.map((time) => Date.parse((time as HTMLTimeElement).dateTime)));
    const now = Date.now();
    expect(began).toBeLessThanOrEqual(now + 1_000);
    expect(began).toBeGreaterThan(now - 120_000);
    expect(ends).toBeGreaterThan(now);
    expect(ends).toBeLessThanOrEqual(now + 14 * 24 * 60 * 60 * 1_000);
  });

  test('an anonymous person gets nothing of the account page', async ({ request, house }) => {
    const answer = await request.get('/account', { maxRedirects: 0 });
    expect([302, 303]).toContain(answer.status());
    const location = new URL(answer.headers().location ?? '', house.baseURL);
    expect(location.origin + location.pathname).toBe(`${house.baseURL}/sign-in`);
    expect(location.searchParams.get('return_to')).toBe('/account');
    expect(await answer.text()).not.toContain('<dl');
  });
});
