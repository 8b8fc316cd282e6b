import { readFileSync } from 'node:fs';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

test('the list on the screen is exported with its filters, found again and fetched', async ({ page, signedInAs }) => {
  await signedInAs('bureau');
  await page.goto('/obligations?status=missed&kind=kindergarten');
  const count = Number((await page.getByText(/^共 \d+ 条/).textContent())?.match(/\d+/)?.[0]);
  expect(count).toBeGreaterThan(0);
  await page.getByRole('button', { name: '导出 Excel' }).click();
  await expect(page).toHaveURL(/\/exports$/);
  const newest = page.getByRole('table', { name: '导出记录' }).locator('tbody tr').first();
  await expect(newest).toContainText('幼儿园 · 未完成');

  // Left while it is made, and found again.
  await page.getByRole('link', { name: '今日', exact: true }).click();
  await expect(page.getByRole('heading', { name: /您好/ })).toBeVisible();
  await page.getByRole('link', { name: '导出', exact: true }).click();
  await expect(newest).toContainText('可以下载', { timeout: 30_000 });
  await expect(newest.locator('[data-label="行数"]')).toHaveText(String(count));
  await expect(newest.locator('[data-label="导出人"]')).toHaveText('党委办');
  await expectAccessible(page);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    newest.getByRole('link', { name: /^下载/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^月度任务清单-.*\.xlsx$/);
  expect(
    readFileSync(await download.path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');

  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
});

test('a month grid is asked for with the form, by keyboard', async ({ page, signedInAs }) => {
  await signedInAs('bureau');
  await page.goto('/exports');
  await page.getByRole('button', { name: '导出 Excel' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog');
  await expect(form.getByLabel('状态')).toHaveCount(0);
  await form.getByLabel('导出什么').selectOption('obligations');
  await expect(form.getByLabel('状态')).toBeVisible();
  await form.getByLabel('导出什么').selectOption('month_grid');
  await form.getByLabel('往前几个月').selectOption('6');
  await form.getByLabel('机构类别').selectOption('school');
  await expectAccessible(page);
  await form.getByRole('button', { name: '开始导出' }).focus();
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  const newest = page.getByRole('table', { name: '导出记录' }).locator('tbody tr').first();
  await expect(newest).toContainText(/共 6 个月 · 学校/);
  await expect(newest).toContainText('可以下载', { timeout: 30_000 });
});

test('who may not export is told whom to ask', async ({ page, signedInAs }) => {
  await signedInAs('leader');
  await page.goto('/exports');
  await expect(page.getByRole('heading', { name: '您不能导出' })).toBeVisible();
  await expect(page.getByRole('link', { name: '导出', exact: true })).toHaveCount(0);
});
