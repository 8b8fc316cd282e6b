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

test('another device is signed out from the phone', async ({ page, browser, signedInAs, baseURL }) => {
  await signedInAs('instructor2');
  const other = await browser.newContext({ baseURL: baseURL ?? '', locale: 'zh-CN' });
  const credentials = { username: 'instructor2', password: demoPassword() };
  await other.request.post('/api/v1/auth/sessions', { data: credentials, headers: { 'User-Agent': 'Firefox/140.0' } });
  await page.goto('/m/account');
  const firefox = page.getByRole('listitem').filter({ hasText: '火狐浏览器' }).first();
  await expect(page.getByRole('listitem').filter({ hasText: '本机' })).toHaveCount(1);
  const before = await page.getByRole('button', { name: /^让它退出/ }).count();
  await firefox.getByRole('button', { name: /^让它退出/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: '让它退出' }).click();
  await expect(page.getByText('那台设备已退出登录。')).toBeVisible();
  await expect(page.getByRole('button', { name: /^让它退出/ })).toHaveCount(before - 1);
  expect((await other.request.get('/api/v1/me')).status()).toBe(401);
  await other.close();
});
