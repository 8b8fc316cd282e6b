import { demoPassword, expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

test('a wrong password is refused in words, and the right one leads to where the person wanted to go', async ({
  page,
}) => {
  await page.goto('/organisations?kind=kindergarten');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('用户名').fill('bureau');
  await page.getByLabel('密码', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('alert')).toContainText('密码');

  await page.getByLabel('密码', { exact: true }).fill(demoPassword());
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page).toHaveURL(/\/organisations\?kind=kindergarten/);
  await expect(page.getByRole('heading', { level: 1, name: '机构' })).toBeVisible();
});

test('empty fields are named beside themselves', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByText('请填写用户名')).toBeVisible();
  await expect(page.getByText('请填写密码')).toBeVisible();
});

test('an address of another site is never followed after signing in', async ({ page }) => {
  await page.goto('/sign-in?next=//example.org/');
  await page.getByLabel('用户名').fill('bureau');
  await page.getByLabel('密码', { exact: true }).fill(demoPassword());
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
  expect(new URL(page.url()).host).toBe(new URL(test.info().project.use.baseURL ?? '').host);
});

test('signing out ends the session and shows the door', async ({ page, signedInAs }) => {
  await signedInAs('bureau');
  await page.goto('/');
  await page.getByRole('button', { name: /我的账号/ }).click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible();
  await page.goto('/organisations');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('the page carries a nonce of its own for each answer and allows nothing inline', async ({ page, request }) => {
  const policyOf = async () => (await request.get('/sign-in')).headers()['content-security-policy'] ?? '';
  const [first, second] = [await policyOf(), await policyOf()];
  expect(first).not.toBe(second);
  expect(first).not.toContain('unsafe-eval');
  expect(first).not.toMatch(/(script|style)-src [^;]*'unsafe-inline'/);
  await page.goto('/sign-in');
  // The button's colour comes from a style that the component kit made at run time: with the nonce it may.
  const colour = await page
    .getByRole('button', { name: '登录' })
    .evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(colour).toBe('rgb(156, 31, 31)');
});

test('the door is accessible and fits a narrow window', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
});

test('another device is seen and signed out, and is out at its next step', async ({ page, browser, signedInAs }) => {
  await signedInAs('leader');
  const { baseURL } = test.info().project.use;
  const other = await browser.newContext({ baseURL: baseURL ?? '', locale: 'zh-CN' });
  const credentials = { username: 'leader', password: demoPassword() };
  await other.request.post('/api/v1/auth/sessions', { data: credentials, headers: { 'User-Agent': 'Firefox/140.0' } });
  expect((await other.request.get('/api/v1/me')).status()).toBe(200);

  await page.goto('/');
  await page.getByRole('button', { name: /我的账号/ }).click();
  await page.getByRole('link', { name: '登录的设备' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: '登录的设备' })).toBeVisible();
  const devices = page.locator('main').getByRole('listitem');
  await expect(devices.filter({ hasText: '本机' })).toHaveCount(1);
  await expect(devices.filter({ hasText: '本机' }).getByRole('button')).toHaveCount(0);
  await expectAccessible(page);
  const firefox = devices.filter({ hasText: '火狐浏览器' }).first();
  await firefox.getByRole('button', { name: /^让它退出/ }).click();
  await expectAccessible(page);
  const before = await devices.count();
  await page.getByRole('dialog').getByRole('button', { name: '让它退出' }).click();
  await expect(devices).toHaveCount(before - 1);
  expect((await other.request.get('/api/v1/me')).status()).toBe(401);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await other.close();
});
