import { expect, test } from '../house/fixtures.ts';

test.describe("The development provider's inbox", () => {
  test('it shows a text by itself as it arrives, newest first', async ({ page, context, house, hosted, phone }) => {
    const inbox = await context.newPage();
    await inbox.goto(`${house.providerURL}/inbox`);
    await page.goto('/sign-up');
    await hosted.submitPhone(phone, 'Create your account');
    await expect(inbox.getByText(await hosted.newestCodeFor(phone)).first()).toBeVisible();

    await hosted.button('Send a new code').click();
    await expect.poll(async () => (await hosted.codesFor(phone)).length).toBe(2);
    const [newest = '', oldest = ''] = await hosted.codesFor(phone);
    await expect(inbox.getByText(newest).first()).toBeVisible();
    const text = await inbox.getByRole('main').innerText();
    expect(text.indexOf(newest)).toBeLessThan(text.indexOf(oldest));
  });

  test('the JSON holds what a test needs', async ({ page, house, hosted, phone }) => {
    const before = Date.now();
    await page.goto('/sign-up');
    await hosted.submitPhone(phone, 'Create your account');
    const messages = (await (await fetch(`${house.providerURL}/inbox/messages?phone=${phone.digits}`)).json()) as Record<string, unknown>[];
    expect(messages).toEqual([{ to: phone.digits, code: expect.stringMatching(/^\d{6}$/), body: expect.any(String), sent_at: expect.any(Number) }]);
    expect(messages[0]?.body).toContain(messages[0]?.code);
    expect(messages[0]?.sent_at).toBeGreaterThanOrEqual(before);
  });
});
