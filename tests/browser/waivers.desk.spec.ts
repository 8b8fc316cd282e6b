import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

/** The month so many months from now, as the bureau counts it. */
function monthFromNow(count: number): string {
  const today = new Date(new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date()));
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + count, 1)).toISOString().slice(0, 7);
}

/** A month that no other journey looks at. */
const month = monthFromNow(9);

async function waive(page: Page, reason: string): Promise<void> {
  await page.getByLabel('免除原因').fill(reason);
  await page.getByRole('button', { name: /^免除 \d+ 所机构$/ }).click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText(reason);
  await expectAccessible(page);
  await question.getByRole('button', { name: /^免除 \d+ 所机构$/ }).click();
}

test('a month is waived for two, then for all the others, and one is taken back', async ({ page, signedInAs }) => {
  await signedInAs('bureau');
  await page.goto(`/obligations/waive?month=${month}&kind=school`);
  const institutions = page.getByRole('group', { name: '这个月有任务的机构' });
  await expect(page.getByRole('button', { name: '请先勾选机构' })).toBeDisabled();
  const boxes = institutions.getByRole('listitem').getByRole('checkbox');
  const all = await boxes.count();
  expect(all).toBeGreaterThan(2);

  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByRole('button', { name: '免除 2 所机构' }).click();
  await expect(page.getByText('请填写免除原因')).toBeVisible();
  await expectAccessible(page);
  await waive(page, '校舍维修');
  await expect(page.getByText('免除了 2 所机构的任务。')).toBeVisible();
  await expect(boxes.nth(0)).toBeDisabled();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByLabel(`全选（${all - 2} 所）`).check();
  await expect(page.getByRole('status').filter({ hasText: `将免除 ${all - 2} 所机构。` })).toContainText(
    '名单里有 2 所之前已经免除，不会再改。',
  );
  await waive(page, '全县停课');
  await expect(page.getByText(`免除了 ${all - 2} 所机构的任务。`)).toBeVisible();

  await page.getByRole('link', { name: '查看这个月已免除的机构' }).click();
  const rows = page.getByRole('table', { name: '月度任务列表' }).locator('tbody tr');
  await expect(rows).toHaveCount(all);
  await expect(rows.filter({ hasText: '校舍维修' })).toHaveCount(2);
  await rows.first().getByRole('button', { name: '取消免除' }).click();
  await page.getByRole('textbox', { name: '原因' }).fill('提前复课');
  await page.getByRole('dialog').getByRole('button', { name: '取消免除' }).click();
  await expect(rows).toHaveCount(all - 1);
});

test('the way to waiving takes the filters of the page along', async ({ page, signedInAs }) => {
  await signedInAs('bureau');
  await page.goto('/obligations?status=missed&kind=kindergarten');
  await page.getByRole('link', { name: '批量免除' }).click();
  await expect(page).toHaveURL(/\/obligations\/waive\?status=missed&kind=kindergarten|kind=kindergarten&status=missed/);
  await page.goto('/month?kind=training&months=6');
  await page.getByRole('link', { name: '批量免除' }).click();
  await expect(page).toHaveURL(/\/obligations\/waive\?kind=training$/);
});

test('a month too far ahead and an institution without a duty are refused in words', async ({ page, signedInAs }) => {
  await signedInAs('bureau');
  await page.goto(`/obligations/waive?month=${monthFromNow(14)}`);
  await expect(page.getByRole('alert')).toContainText('最多能看到一年以后');
  await expectAccessible(page);

  // Between looking and confirming an institution closes: the service refuses, and the page says which one.
  await page.goto(`/obligations/waive?month=${month}&kind=training`);
  await page.getByRole('listitem').getByRole('checkbox').first().check();
  await page.route('**/api/v1/obligations/waivers', async (route) => {
    const body = route.request().postDataJSON();
    await route.continue({ postData: { ...body, institution_ids: ['00000000-0000-7000-8000-000000000000'] } });
  });
  await page.getByLabel('免除原因').fill('停课');
  await page.getByRole('button', { name: '免除 1 所机构' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '免除 1 所机构' }).click();
  await expect(page.getByRole('alert')).toContainText('这家机构这个月没有任务');
  await expect(page.getByLabel('免除原因')).toHaveValue('停课');
});

test('who does not decide on waivers is told so', async ({ page, signedInAs }) => {
  await signedInAs('leader');
  await page.goto('/obligations');
  await expect(page.getByRole('heading', { name: '月度任务清单' })).toBeVisible();
  await expect(page.getByRole('link', { name: '批量免除' })).toHaveCount(0);
  await page.goto('/obligations/waive');
  await expect(page.getByRole('heading', { name: '您不能免除月度任务' })).toBeVisible();
});
