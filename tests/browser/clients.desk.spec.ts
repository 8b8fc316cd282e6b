import { expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

const coverage = '/api/v1/stats/coverage';

test('a system is connected, reads the figures, and is out the moment its grant ends', async ({
  page,
  signedInAs,
  baseURL,
  playwright,
}) => {
  await signedInAs('secadmin');
  await page.goto('/clients');
  await expect(page.getByRole('link', { name: '市局对接系统（演示）' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '接入一个系统' }).click();
  await page.getByRole('button', { name: '接入', exact: true }).click();
  await expect(page.getByText('请填写系统名称')).toBeVisible();
  await page.getByRole('dialog').getByLabel('系统名称').fill('市教育局数据平台');
  await page.getByRole('dialog').getByLabel('编号').fill('municipal');
  await page.getByRole('button', { name: '接入', exact: true }).click();
  await expect(page.getByText('这个编号已有人使用，请换一个').first()).toBeVisible();
  await page.getByRole('dialog').getByLabel('编号').fill(`platform-${Date.now()}`);
  await page.getByRole('button', { name: '接入', exact: true }).click();
  const sheet = page.getByRole('region', { name: '编号和密钥' });
  await expect(sheet).toContainText('离开这里就再也看不到了');
  await expectAccessible(page);
  const [code = '', secret = ''] = await sheet.locator('span[class*="value"]').allTextContents();

  const machine = await playwright.request.newContext({ baseURL: baseURL ?? '' });
  const basic = `Basic ${Buffer.from(`${code}:${secret}`).toString('base64')}`;
  const given = await machine.post('/api/v1/oauth/token', {
    headers: { Authorization: basic },
    form: { grant_type: 'client_credentials' },
  });
  expect(given.status()).toBe(200);
  const headers = { Authorization: `Bearer ${(await given.json()).access_token}` };
  expect((await machine.get(coverage, { headers })).status()).toBe(200);

  await page.getByRole('link', { name: '已记下，去看这个系统' }).click();
  await expect(page.getByRole('heading', { name: '市教育局数据平台' })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: /^结束授权/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '结束授权' }).click();
  await expect(page.getByRole('button', { name: '重新授权' })).toBeVisible();
  expect((await machine.get(coverage, { headers })).status()).toBe(403);
  await page.getByRole('button', { name: '停用' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
  await expect(page.getByText('没有有效的密钥，这个系统登录不了。')).toBeVisible();
  expect((await machine.get(coverage, { headers })).status()).toBe(401);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(page);
  await machine.dispose();
});

test('the Party office is told when no address of the municipal bureau is set', async ({ page, signedInAs }) => {
  await signedInAs('bureau');
  await page.goto('/figures');
  await expect(page.getByText('还没有报送过')).toBeVisible();
  await page.getByRole('button', { name: '报送一个月' }).click();
  await page.getByRole('button', { name: '报送', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('请系统管理员按《运行手册》设置市局的接收地址');
  await expectAccessible(page);
});
