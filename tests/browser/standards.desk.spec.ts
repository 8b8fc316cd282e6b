import { expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

test('the Party office publishes an edition, a school reviews itself on a phone, and both days stand side by side', async ({
  page,
  signedInAs,
}) => {
  await signedInAs('bureau');
  await page.goto('/standards/checklists');
  await page.getByRole('button', { name: '修改清单：党群活动室' }).click();
  const heading = page.getByRole('heading', { name: /党群活动室.*版草稿/ });
  await expect(heading).toBeVisible();
  const draft = page.locator('section').filter({ has: heading });
  const item = `有人值守 ${Date.now()}`;
  await draft.getByRole('button', { name: '增加一条' }).click();
  await draft
    .getByLabel(/^第 \d+ 条$/)
    .last()
    .fill(item);
  await expectAccessible(page);
  await draft.getByRole('button', { name: '保存草稿' }).click();
  await expect(page.getByText('草稿已保存，还没有发布。')).toBeVisible();
  await draft.getByRole('button', { name: '发布这一版' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click();
  await expect(page.getByText('已发布。以后的检查用这一版。')).toBeVisible();
  await expect(heading).toBeHidden();
  await expect(page.getByRole('listitem').filter({ hasText: item })).toBeVisible();

  await signedInAs('institution');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/standards');
  await page.getByRole('link', { name: '填写自查' }).click();
  await page.getByRole('button', { name: '党群活动室' }).click();
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('请选择；没有看的选“没有看”').first()).toBeVisible();
  for (const group of await page.getByRole('radiogroup').all()) await group.getByText('达到', { exact: true }).click();
  await page.getByRole('radiogroup', { name: item }).getByText('未达到').click();
  await page.getByLabel(`${item}：说明`).fill('还没有安排值班。');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('heading', { name: '逐项情况' })).toBeVisible();
  await expect(page.getByText('还没有安排值班。')).toBeVisible();
  await expectAccessible(page);
  const school = ((await page.getByRole('heading', { level: 1 }).textContent()) ?? '').split('：')[0] ?? '';

  await signedInAs('bureau');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/standards?q=${encodeURIComponent(school)}`);
  await page.getByRole('link', { name: school }).click();
  await page.getByRole('button', { name: '党群活动室' }).click();
  const line = page.getByRole('row').filter({ hasText: item });
  await expect(line.getByText('这一版没有').first()).toBeVisible();
  await line.getByText('未达到').last().click();
  await expect(line.getByText('还没有安排值班。')).toBeVisible();
  await expectAccessible(page);
});

test('a draft that is not wanted is discarded, and the edition in force stays', async ({ page, signedInAs }) => {
  await signedInAs('bureau');
  await page.goto('/standards/checklists');
  await page.getByRole('button', { name: '修改清单：五个规范' }).click();
  const heading = page.getByRole('heading', { name: /五个规范.*版草稿/ });
  await expect(heading).toBeVisible();
  await page.getByRole('button', { name: '删除草稿' }).click();
  const dialog = page.getByRole('dialog');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '删除草稿' }).click();
  await expect(page.getByText('草稿已删除。')).toBeVisible();
  await expect(heading).toBeHidden();
  await expect(page.getByRole('button', { name: '修改清单：五个规范' })).toBeVisible();
});

test('an instructor’s visit carries the activity room, and it stands among the reviews', async ({
  page,
  signedInAs,
}) => {
  await signedInAs('bureau');
  await page.goto('/standards?q=xh');
  await page.getByRole('link', { name: '兴华学校' }).click();
  await page.getByRole('button', { name: '党群活动室' }).click();
  const head = page.getByRole('columnheader').filter({ hasText: '入校指导' }).last();
  await head.getByRole('link').click();
  await page.getByRole('link', { name: '打开这次入校指导' }).click();
  const room = page.locator('section').filter({ has: page.getByRole('heading', { name: '党群活动室' }) });
  await expect(room.getByText('部分达到')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '更正' }).click();
  const first = page.getByRole('radiogroup', { name: '达标准' });
  await expect(first).toBeVisible();
  await expect(first.getByRole('radio', { checked: true })).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole('button', { name: '清空这一部分' }).click();
  await expect(first.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: '清空这一部分' })).toBeHidden();
  await first.getByText('达到', { exact: true }).click();
  await expect(first.getByRole('radio', { checked: true })).toHaveCount(1);
});
