import { expect, test } from '../house/fixtures.ts';
import { expectVisibleFocus, tabTo } from '../pages/keyboard.ts';

test.describe('With the keyboard alone', () => {
  test('a person signs in and out', async ({ page, home, hosted, phone }) => {
    await home.open();
    await tabTo(page, home.signInLink);
    await expectVisibleFocus(home.signInLink);
    await page.keyboard.press('Enter');

    await hosted.expectPhonePage();
    await tabTo(page, hosted.phoneField);
    await page.keyboard.type(phone.typed);
    await page.keyboard.press('Enter');

    await expect(hosted.heading('Enter the code')).toBeVisible();
    await tabTo(page, hosted.codeField);
    await page.keyboard.type(await hosted.newestCodeFor(phone));
    await tabTo(page, hosted.button('Continue'));
    await page.keyboard.press('Enter');

    await expect(hosted.heading('Create an account?')).toBeVisible();
    await tabTo(page, hosted.button('Create account'));
    await page.keyboard.press('Space');
    await home.expectSignedInAs(phone);

    await tabTo(page, home.signOutButton);
    await expectVisibleFocus(home.signOutButton);
    await page.keyboard.press('Enter');
    await home.expectAnonymous();
  });

  test('the order of the focus on home is the order of reading', async ({ page, home }) => {
    await home.open();
    await home.expectAnonymous();
    const names: string[] = [];
    for (const target of [home.header.getByRole('link', { name: 'leptos-logto', exact: true }), home.signInLink, page.getByRole('link', { name: 'Continue with phone', exact: true }), page.getByRole('link', { name: 'Create an account', exact: true })]) {
      await tabTo(page, target);
      names.push((await target.innerText()).trim());
    }
    expect(names).toEqual(['leptos-logto', 'Sign in', 'Continue with phone', 'Create an account']);
  });
});
