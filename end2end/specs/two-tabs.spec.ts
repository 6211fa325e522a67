import { expect, test } from '../house/fixtures.ts';
import { expectAccountOf } from '../pages/account.ts';
import { HomePage } from '../pages/home.ts';
import { HostedPages } from '../pages/hosted.ts';
import { hydrated, recordShownTexts } from '../pages/hydration.ts';

test.describe('Two tabs of one browser', { tag: '@flow' }, () => {
  test('two sign-ins under way at once both end signed in, each where it was going', async ({ page, context, home, callback, hosted, phone }) => {
    // The first tab's answer is on its way while the second tab does a whole sign-in.
    const held = await callback.holdNext();
    await page.goto('/sign-up?return_to=%2Faccount');
    await hosted.register(phone);
    const url = await held.url;

    const otherPage = await context.newPage();
    await otherPage.goto('/sign-in');
    await new HomePage(otherPage).expectSignedInAs(phone);

    await page.goto(url);
    await expectAccountOf(page, phone);
    await home.open();
    await home.expectSignedInAs(phone);
    await otherPage.reload();
    await new HomePage(otherPage).expectSignedInAs(phone);
  });

  // Logto knows one unfinished sign-in per browser: the first tab may end where the second one was going.
  test('a person who goes on in the first of two tabs is signed in in both', async ({ page, context, house, home, hosted, signedInPhone }) => {
    await home.signOut();
    const otherPage = await context.newPage();
    await page.goto('/sign-in');
    await hosted.expectPhonePage();
    await otherPage.goto('/sign-in');
    await new HostedPages(otherPage, house.providerURL).expectPhonePage();

    await hosted.signIn(signedInPhone);
    await home.expectSignedInAs(signedInPhone);
    await otherPage.goto('/account');
    await expectAccountOf(otherPage, signedInPhone);
  });

  test('a person who goes on in the second of two tabs is signed in in both', async ({ page, context, house, home, hosted, signedInPhone }) => {
    await home.signOut();
    const otherPage = await context.newPage();
    const otherHosted = new HostedPages(otherPage, house.providerURL);
    await page.goto('/sign-in');
    await hosted.expectPhonePage();
    await otherPage.goto('/sign-in?return_to=%2Faccount');
    await otherHosted.expectPhonePage();

    await otherHosted.signIn(signedInPhone);
    await expectAccountOf(otherPage, signedInPhone);
    await page.goto('/sign-in');
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

  for (const path of ['/', '/account']) {
    test(`a sign-out in one tab shows on ${path} in the other as soon as that is looked at`, async ({ context, home, signedInPhone }) => {
      const otherPage = await context.newPage();
      await recordShownTexts(otherPage);
      await otherPage.goto(path);
      await hydrated(otherPage);
      await expect(otherPage.getByText(signedInPhone.shown).first()).toBeVisible();
      await home.signOut();
      await expect(otherPage.getByText(signedInPhone.shown).first()).toBeVisible();

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
      await expect(otherPage.getByText(signedInPhone.shown)).toHaveCount(0);
      await expect(new HomePage(otherPage).signOutButton).toHaveCount(0);
    });
  }
});
