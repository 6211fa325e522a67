import { expect, test } from '../house/fixtures.ts';
import { HostedPages } from '../pages/hosted.ts';

test.describe('Signing in by phone, handed over to Logto', { tag: '@flow' }, () => {
  test('the number goes along, and the session is as any other', async ({ page, ownHouse, phone }) => {
    await ownHouse.openWith({ PHONE_SIGN_IN: 'hosted' });
    const hosted = new HostedPages(page, ownHouse.providerURL);
    await page.goto(`${ownHouse.baseURL}/phone?return_to=%2Faccount`);
    await page.getByLabel('Phone number', { exact: true }).fill(phone.typed);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await hosted.expectPhonePage();
    await expect(hosted.phoneField).toHaveValue(phone.digits);
    await hosted.button('Continue').click();
    await expect(hosted.heading('Enter the code')).toBeVisible();
    await hosted.submitCode(await hosted.newestCodeFor(phone));
    await hosted.button('Create account').click();
    await expect(page.getByRole('heading', { level: 1, name: 'Account', exact: true })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(phone.shown);
  });

  test('who turns back from there finds the number as they typed it', async ({ page, ownHouse, phone }) => {
    await ownHouse.openWith({ PHONE_SIGN_IN: 'hosted' });
    const hosted = new HostedPages(page, ownHouse.providerURL);
    await page.goto(`${ownHouse.baseURL}/phone`);
    await page.getByLabel('Phone number', { exact: true }).fill(phone.typed);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await hosted.expectPhonePage();
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: 'Your phone number', exact: true })).toBeVisible();
  });
});
