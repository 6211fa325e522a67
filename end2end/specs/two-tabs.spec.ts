import { expect, test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';
import { HomePage } from '../pages/home.ts';
import { HostedPages } from '../pages/hosted.ts';

test.describe('Two tabs of one browser', { tag: '@flow' }, () => {
  test('two sign-ins started side by side both end signed in', async ({ page, context, house, home, hosted, signedInPhone }) => {
    await home.signOut();
    const otherPage = await context.newPage();
    const otherHosted = new HostedPages(otherPage, house.providerURL);
    const otherHome = new HomePage(otherPage);

    await page.goto('/sign-in?return_to=%2Faccount');
    await hosted.expectPhonePage();
    await otherPage.goto('/sign-in');
    await otherHosted.expectPhonePage();

    await hosted.signIn(signedInPhone);
    await expectAccountOf(page, signedInPhone);
    await otherHosted.signIn(signedInPhone);
    await otherHome.expectSignedInAs(signedInPhone);
    await page.reload();
    await expectAccountOf(page, signedInPhone);
  });

  test('the sign-in started last may end first', async ({ page, context, house, home, hosted, signedInPhone }) => {
    await home.signOut();
    const otherPage = await context.newPage();
    const otherHosted = new HostedPages(otherPage, house.providerURL);

    await page.goto('/sign-in');
    await hosted.expectPhonePage();
    await otherPage.goto('/sign-in?return_to=%2Faccount');
    await otherHosted.expectPhonePage();

    await otherHosted.signIn(signedInPhone);
    await expectAccountOf(otherPage, signedInPhone);
    await hosted.signIn(signedInPhone);
    await home.expectSignedInAs(signedInPhone);
  });

  test('eight sign-ins started and left do not stop the ninth', async ({ page, home, hosted, signedInPhone }) => {
    await home.signOut();
    for (let started = 0; started < 8; started += 1) {
      await page.goto('/sign-in');
      await hosted.expectPhonePage();
    }
    await page.goto('/sign-in');
    await hosted.signIn(signedInPhone);
    await home.expectSignedInAs(signedInPhone);
  });

  test('a sign-out in one tab shows in the other as soon as that is looked at', async ({ context, home, signedInPhone }) => {
    const otherPage = await context.newPage();
    const otherHome = new HomePage(otherPage);
    await otherHome.open();
    await otherHome.expectSignedInAs(signedInPhone);
    await home.signOut();

    // The tests' browser reports every tab as visible, so the event that a switch of tabs brings is made here.
    await otherPage.evaluate(() => {
      const become = (state: DocumentVisibilityState): void => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
        Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      };
      become('hidden');
      become('visible');
    });
    await otherHome.expectAnonymous();
    await expect(otherPage.getByText(signedInPhone.shown)).toHaveCount(0);
  });
});
