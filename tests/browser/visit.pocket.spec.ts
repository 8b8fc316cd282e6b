import { demoPassword, expect, expectAccessible, expectNoSidewaysScroll, photo, test } from './installation';

const situation = '消防通道已经清理，教职工学习按计划进行。';

test('a visit is recorded, survives a reload and a lost network, and is confirmed by the institution', async ({
  page,
  browser,
  baseURL,
  signedInAs,
  complaints,
}) => {
  const seat = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', baseURL });
  const answer = await seat.request.post('/api/v1/auth/sessions', {
    data: { username: 'institution', password: demoPassword() },
  });
  const institution = (await answer.json()).roles[0];

  await signedInAs('instructor');
  await page.goto('/m/');
  await expect(page.getByRole('listitem')).not.toHaveCount(0);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('link', { name: institution.organisation_name }).click();

  await page.getByRole('button', { name: '提交', exact: true }).click();
  await expect(page.getByText('请至少选一项')).toBeVisible();
  await expect(page.getByText('请简单写一写，一两句就可以')).toBeVisible();
  await expectAccessible(page);

  await page.getByText('宣讲政策法规').click();
  await page.getByLabel('了解到的情况').fill(situation);
  await page.locator('summary').click();
  await page.getByLabel('机构提出的意见或诉求').fill('希望协调门口停车。');
  await page.locator('input[type=file]').setInputFiles(photo);
  await expect(page.getByText('1 张照片')).toBeVisible();
  await expect(page.getByText('已保存在本机，还没有提交')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('了解到的情况')).toHaveValue(situation);
  await expect(page.getByText('1 张照片')).toBeVisible();
  await expectNoSidewaysScroll(page);

  await page.context().setOffline(true);
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await expect(page.getByText('没有送达，内容已保存在本机')).toBeVisible();
  await page.context().setOffline(false);
  complaints.length = 0; // the browser itself says that the network was gone
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await expect(page.getByRole('heading', { name: '已送达' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '看这条记录' }).click();
  await expect(page.getByText('希望协调门口停车。')).toBeVisible();
  const record = new URL(page.url()).pathname;

  const theirs = await seat.newPage();
  await theirs.goto('/m/confirmations');
  await expectAccessible(theirs);
  await theirs.locator(`a[href="${record}"]`).click();
  await expect(theirs.getByText(situation)).toBeVisible();
  await expectAccessible(theirs);
  await theirs.getByRole('button', { name: '确认属实' }).click();
  await expect(theirs.getByText('机构已确认')).toBeVisible();
  await seat.close();
});

test('records are listed, and a record of nobody is said not to exist', async ({ page, signedInAs, complaints }) => {
  await signedInAs('instructor2');
  await page.goto('/m/records');
  await expect(page.getByRole('listitem')).not.toHaveCount(0);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.goto('/m/visits/00000000-0000-7000-8000-000000000000');
  await expect(page.getByText('没有这条记录')).toBeVisible();
  complaints.length = 0; // the browser itself says that the answer was 404
});
