/** What is special without JavaScript; the flow specs run in the project `no-javascript` as well. */
import { expect, test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';

test.describe('Without JavaScript', () => {
  test('the whole way works: home, sign-up, account, home, sign-out', async ({ page, home, hosted, phone }) => {
    await home.open();
    await home.expectAnonymous();
    await page.getByRole('link', { name: 'Create an account', exact: true }).click();
    await hosted.register(phone);
    await home.expectSignedInAs(phone);
    await page.getByRole('link', { name: 'View your account', exact: true }).click();
    await expectAccountOf(page, phone);
    await home.header.getByRole('link', { name: 'leptos-logto', exact: true }).click();
    await home.expectSignedInAs(phone);
    await home.signOut();
  });

  test('no page asks for anything that needs JavaScript', async ({ page, home, signedInPhone }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await home.open();
    await home.expectSignedInAs(signedInPhone);
    await expect(page.getByText(/enable javascript|loading/i)).toHaveCount(0);
    expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
  });
});
