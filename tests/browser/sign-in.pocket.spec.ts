import { demoPassword, expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

test('signing in on the phone and out again', async ({ page }) => {
  await page.goto('/m/');
  await page.getByLabel('用户名').fill('instructor');
  await page.getByLabel('密码', { exact: true }).fill(demoPassword());
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('link', { name: '我的', exact: true }).click();
  await expect(page.getByText('党建工作指导员')).toBeVisible();
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible();
});

test('a wrong password is refused in words', async ({ page }) => {
  await page.goto('/m/');
  await page.getByLabel('用户名').fill('instructor');
  await page.getByLabel('密码', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('alert')).toContainText('密码');
});

test('the pocket needs no exception in its content security policy', async ({ request }) => {
  const policy = (await request.get('/m/')).headers()['content-security-policy'] ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("style-src 'self'");
  expect(policy).not.toContain('unsafe');
});

for (const look of ['light', 'dark'] as const) {
  test(`door and account are accessible in ${look}, also in big type at 320 px`, async ({ page, signedInAs }) => {
    await page.emulateMedia({ colorScheme: look });
    await page.goto('/m/');
    await expect(page.getByRole('button', { name: '登录' })).toBeVisible();
    await expectAccessible(page);
    await signedInAs('instructor');
    await page.goto('/m/account');
    await page.getByText('大字（长辈版）').click();
    await expect(page.locator('html')).toHaveAttribute('data-type', 'big');
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page);
    const tab = await page.getByRole('link', { name: '我的', exact: true }).boundingBox();
    expect(tab?.height).toBeGreaterThanOrEqual(60);
  });
}
