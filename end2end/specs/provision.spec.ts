import { expect, test } from '../house/fixtures.ts';
import { HostedPages } from '../pages/hosted.ts';

/** As in the repository's own `logto.toml`, for this house's address. */
function wishes(baseURL: string): string {
  return `
    [application]
    name = "leptos-logto"
    redirect_uris = ["${baseURL}/callback"]
    post_logout_redirect_uris = ["${baseURL}/"]
    backchannel_logout_uri = "${baseURL}/backchannel-logout"
    token_exchange = true
    [sms]
    connector = "twilio"
    [sign_in]
    registration = true
    other_methods = "remove"`;
}

const TWILIO = {
  TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
  TWILIO_AUTH_TOKEN: 'fedcba9876543210fedcba9876543210',
  TWILIO_MESSAGING_SERVICE_SID: 'MG0123456789abcdef0123456789abcdef',
};

test.describe('A tenant that nobody has set up', () => {
  test('by one run becomes one where people sign in by phone in the app', async ({ page, bareHouse, phonePages, phone }) => {
    await bareHouse.openProvisioned(wishes(bareHouse.baseURL), TWILIO);
    const hosted = new HostedPages(page, bareHouse.providerURL);
    await phonePages.open(`${bareHouse.baseURL}/phone?return_to=%2Faccount`);
    await phonePages.submitNumber(phone);
    await phonePages.submitCode(await hosted.newestCodeFor(phone));
    await expect(page.getByRole('heading', { level: 1, name: 'Account', exact: true })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(phone.shown);
  });

  test('by one run becomes one where people sign in and out on the page of Logto', async ({ page, bareHouse, phone }) => {
    await bareHouse.openProvisioned(wishes(bareHouse.baseURL), TWILIO);
    const hosted = new HostedPages(page, bareHouse.providerURL);
    await page.goto(`${bareHouse.baseURL}/sign-in`);
    await hosted.submitPhone(phone);
    await hosted.submitCode(await hosted.newestCodeFor(phone));
    await hosted.button('Create account').click();
    await expect(page.getByRole('main')).toContainText(phone.shown);
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
    await expect(page.getByText('You are signed out, here and at Logto.')).toBeVisible();
  });
});
