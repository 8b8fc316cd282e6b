import { expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

const dayOf = (instant: number) => new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
const today = () => dayOf(Date.now());
const yesterday = () => dayOf(Date.now() - 24 * 3_600_000);

test('an institution enters its members and its union on a narrow screen, and the instructor sees both', async ({
  page,
  signedInAs,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signedInAs('institution');
  await page.goto('/coverage');
  await page.locator('tbody a').first().click();
  await expect(page.getByRole('heading', { name: '党员人数' })).toBeVisible();
  const institution = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';

  await page.getByRole('button', { name: '登记党员人数' }).click();
  await page.getByLabel('统计日期').fill('2099-01-01');
  await page.getByLabel('正式党员数').fill('41');
  await page.getByLabel('预备党员数').fill('2');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('这一天还没有到，请改正。').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('统计日期').fill(today());
  await page.getByRole('button', { name: '保存' }).click();
  // The roster has entered that day: it is put right, not overwritten.
  await page.getByRole('button', { name: `更正 ${today()} 的那一条` }).click();
  await page.getByLabel('正式党员数').fill('41');
  await page.getByLabel('预备党员数').fill('2');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  const counts = page.getByRole('table', { name: '历次党员人数' });
  await expect(counts.getByRole('row').nth(1)).toContainText(`${today()}`);
  await expect(counts.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText('41');
  await expect(page.getByText('正式党员（', { exact: false })).toContainText(today());

  await page.getByRole('button', { name: '登记群团组织' }).click();
  await page.getByRole('dialog').getByLabel('群团组织').selectOption({ label: '工会' });
  await page.getByLabel('成立日期').fill(today());
  await page.getByLabel('怎么成立的（选填）').fill('全体教职工大会选举产生。');
  await expectAccessible(page);
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByText('全体教职工大会选举产生。')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  await signedInAs('instructor');
  await page.goto('/coverage');
  await page.getByRole('link', { name: institution, exact: true }).click();
  await expect(counts.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText('41');
  await expect(page.getByText('全体教职工大会选举产生。')).toBeVisible();
});

test('a wrong entry is taken out with a reason, and the figures follow', async ({ page, signedInAs }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signedInAs('institution');
  await page.goto('/coverage');
  await page.locator('tbody a').first().click();
  const counts = page.getByRole('table', { name: '历次党员人数' });
  const day = yesterday();
  const before = await counts.textContent();
  await page.getByRole('button', { name: '登记党员人数' }).click();
  await page.getByLabel('统计日期').fill(day);
  await page.getByLabel('正式党员数').fill('77');
  await page.getByLabel('预备党员数').fill('0');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(counts).toContainText('77');

  await page.getByRole('button', { name: `撤销这条：${day} 的人数` }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('77');
  await dialog.getByRole('button', { name: '撤销这条' }).click();
  await expect(dialog.getByText('请选择撤销原因')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('撤销原因').selectOption({ label: '没有这回事' });
  await dialog.getByRole('button', { name: '撤销这条' }).click();
  await expect(page.getByText('已撤销。')).toBeVisible();
  await expect(counts).not.toContainText('77');
  expect(await counts.textContent()).toBe(before);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('the Party office opens a number and finds exactly those rows', async ({ page, signedInAs }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signedInAs('bureau');
  for (const name of ['未登记', '可研究建支部', '没有妇联']) {
    await page.goto('/coverage');
    const figure = page.getByRole('link', { name: new RegExp(`${name}$`) });
    const count = Number((await figure.textContent())?.match(/^\d+/)?.[0]);
    expect(count).toBeGreaterThan(0);
    await figure.click();
    await expect(page).toHaveURL(/\/coverage\?/);
    await expect(page.getByText(`共 ${count} 条`)).toBeVisible();
    if (count <= 50) await expect(page.locator('tbody tr')).toHaveCount(count);
  }
  await expectAccessible(page);
});
