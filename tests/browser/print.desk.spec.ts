import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './installation';
import { textOfPages } from './printed';

/** What came out of the printer, sheet by sheet. */
async function sheets(page: Page): Promise<string[]> {
  return textOfPages(await page.pdf({ preferCSSPageSize: true }));
}

// 骨 comes out of the font as the radical of its look.
const ledgers = [
  ['/communities', '帮扶共同体台账', '名称'],
  ['/activities', '共同体活动台账', '活动'],
  ['/backbone-teachers', '干教师台账', '姓名'],
  ['/member-developments', '发展党员台账', '姓名'],
  ['/coverage', '党员与党组织覆盖台账', '机构'],
  ['/standards', '规范建设台账', '机构'],
  ['/standards?kind=training', '规范建设台账', '机构'],
] as const;

test('each list prints whole as a ledger: its name, unit and day, the heads on every sheet, every row', async ({
  page,
  signedInAs,
}) => {
  test.setTimeout(180_000);
  await signedInAs('bureau');
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  for (const [address, name, head] of ledgers) {
    await page.goto(address);
    const count = page.getByRole('status').filter({ hasText: /^共 \d+ 条/ });
    const total = Number((await count.textContent())?.match(/\d+/)?.[0]);
    await page.getByRole('button', { name: '打印台账' }).click();
    await expect(page.locator('html[data-printed]')).toBeAttached();
    const found = await sheets(page);
    expect(found[0], address).toContain(name);
    expect(found[0], address).toContain('蒲城县教育局');
    expect(found[0], address).toContain(`共 ${total} 条`);
    expect(found[0], address).toMatch(/打印时间 \d{4}-\d\d-\d\d/);
    for (const [place, sheet] of found.entries()) {
      expect(sheet, `${address}, sheet ${place + 1}`).toContain(`序号${head}`);
      expect(sheet, `${address}, sheet ${place + 1}`).toContain(`${place + 1} / ${found.length}`);
      expect(sheet, `${address}, sheet ${place + 1}`).not.toContain('打印台账');
    }
    expect(found.length, `${address}: no sheet that is as good as empty`).toBeLessThanOrEqual(1 + total / 8);
  }
  await expectAccessible(page);
});

test('the month grid prints every institution, also where a cell is open before it', async ({ page, signedInAs }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signedInAs('bureau');
  await page.goto('/month');
  await expect(page.locator('tbody th').nth(50)).toBeVisible();
  const names = await page.locator('tbody th').allTextContents();
  expect(names.length).toBeGreaterThan(50);
  await page.locator('td button').first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  const found = await sheets(page);
  // A radical and its character look alike in the font, and not every pair is known to be one.
  const printed = found.join('');
  expect(names.filter((name) => printed.includes(name)).length).toBeGreaterThan(names.length / 2);
  for (const sheet of found) {
    expect(sheet).toContain('机构');
    expect(sheet).toMatch(/[✓✕◐○]{6}/);
    expect(sheet).not.toContain('打开机构');
  }
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('dialog')).toBeHidden();
});
