import { expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

test('a lead school tells what went well, the Party office publishes it to some, and they read it', async ({
  page,
  signedInAs,
}) => {
  test.slow(); // three people and seven pages, each looked through for barriers
  await signedInAs('lead');
  await page.goto('/activities?state=done');
  await page.locator('tbody a').first().click();
  await page.getByRole('link', { name: '写成好做法' }).click();
  await expect(page.getByLabel('做法')).not.toBeEmpty();
  await expectAccessible(page);
  const title = `两校同备一节课 ${Date.now()}`;
  await page.getByLabel('标题').fill(title);
  await page.getByRole('button', { name: '存为草稿' }).click();
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
  await expect(page.getByText('来自活动')).toBeVisible();
  const id = page.url().split('/').pop();

  await page.getByRole('button', { name: '上传资料' }).click();
  const picture = { name: '备课.png', mimeType: 'image/png', buffer: await page.screenshot() };
  await page.locator('input[type=file]').setInputFiles(picture);
  await page.getByRole('dialog').getByRole('button', { name: '上传', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '完成' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: '推荐给党委办' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '推荐', exact: true }).click();
  await expect(page.getByText('等党委办发布')).toBeVisible();

  await signedInAs('bureau');
  await page.goto('/');
  await page.getByRole('link', { name: /好做法等您发布/ }).click();
  await page.getByRole('link', { name: title }).click();
  await page.getByRole('button', { name: '发布', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('发布给').selectOption('some');
  await dialog.getByLabel('哪些单位').fill('兴华学校');
  await page.getByTitle('兴华学校', { exact: true }).click();
  await dialog.getByRole('heading').first().click();
  await dialog.getByRole('button', { name: '发布', exact: true }).click();
  await expect(dialog.getByText('请看过图片，确认以后打勾')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: '发布', exact: true }).click();
  await expect(page.getByText('发布给')).toBeVisible();
  await expectAccessible(page);

  await signedInAs('institution');
  await page.goto('/good-practices');
  await expectAccessible(page);
  await page.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { name: '图片和文件' })).toBeVisible();
  await expect(page.getByText('办理情况')).toBeHidden();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);

  await signedInAs('instructor2');
  expect((await page.request.get(`/api/v1/good-practices/${id}`)).status()).toBe(404);
});
