import { expect, test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';
import { HostedPages } from '../pages/hosted.ts';

test.describe('A session', () => {
  test.use({ baseURL: async ({ ownHouse }, use) => use(ownHouse.baseURL) });

  test('survives the server being killed and started again', async ({ page, home, ownHouse }) => {
    await ownHouse.open();
    const phone = ownHouse.newPhone();
    await page.goto('/sign-up');
    await new HostedPages(page, ownHouse.providerURL).register(phone);
    await home.expectSignedInAs(phone);

    await ownHouse.app.stop('SIGKILL');
    await ownHouse.app.start();
    await home.open();
    await home.expectSignedInAs(phone);
    await page.goto('/account');
    await expectAccountOf(page, phone);
  });

  test('a sign-in under way survives the restart too', async ({ page, home, ownHouse }) => {
    await ownHouse.open();
    const phone = ownHouse.newPhone();
    const hosted = new HostedPages(page, ownHouse.providerURL);
    await page.goto('/sign-up');
    await hosted.submitPhone(phone, 'Create your account');

    await ownHouse.app.stop('SIGKILL');
    await ownHouse.app.start();
    await hosted.submitCode(await hosted.newestCodeFor(phone));
    await home.expectSignedInAs(phone);
  });

  test('that was ended stays ended after the restart', async ({ page, home, ownHouse }) => {
    await ownHouse.open();
    const phone = ownHouse.newPhone();
    await page.goto('/sign-up');
    await new HostedPages(page, ownHouse.providerURL).register(phone);
    await home.expectSignedInAs(phone);
    const kept = await page.context().cookies();
    await home.signOut();

    await ownHouse.app.stop('SIGKILL');
    await ownHouse.app.start();
    await page.context().addCookies(kept);
    await home.open();
    await home.expectAnonymous();
    expect(await (await page.request.get('/api/current_user')).json()).toBeNull();
  });

  test('the server ends within ten seconds when it is asked to', async ({ ownHouse }) => {
    await ownHouse.open();
    await ownHouse.app.stop('SIGTERM');
  });
});
