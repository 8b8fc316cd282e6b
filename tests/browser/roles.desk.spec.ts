import { expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

/** What the first page tells each role, beside the greeting. */
const firstPages: [username: string, says: string | RegExp][] = [
  ['bureau', '需要您处理'],
  ['leader', '本月入校指导'],
  ['section', '本月入校指导'],
  ['lead', '本月入校指导'],
  ['host', '本月入校指导'],
  ['instructor', '需要您处理'],
  ['institution', '需要您处理'],
  ['municipal_viewer', '各县'],
  ['inspector', '督查还没有在这里开通'],
  ['teacher', '结对帮扶记录还没有在这里开通'],
  ['sysadmin', '工作日历'],
  ['secadmin', /待激活|还没有激活/],
  ['auditor', '今天的日志'],
];

for (const [username, says] of firstPages) {
  test(`${username} is told something true first, and no place of the navigation is a dead end`, async ({
    page,
    signedInAs,
  }) => {
    await signedInAs(username);
    await page.goto('/');
    await expect(page.locator('main').getByText(says).first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectAccessible(page);
    const hrefs = await page
      .locator('nav a:not([href="/"]), main a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    // One of each kind: ten activities open the same page.
    const kinds = new Map(hrefs.map((href) => [href.replace(/[0-9a-f-]{36}/g, ''), href]));
    for (const href of kinds.values()) {
      await page.locator(`nav a[href="${href}"], main a[href="${href}"]`).first().click();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForLoadState('networkidle');
      await expect(page.getByRole('alert')).toHaveCount(0);
      await expect(page.getByText(/没有这个页面|您不能|您没有进行这项操作的权限/)).toHaveCount(0);
      await page.goBack();
      await expect(page.getByRole('heading', { name: /您好/ })).toBeVisible();
    }
  });
}

test('who has nothing to do here is not told that to-dos will come', async ({ page, signedInAs }) => {
  await signedInAs('inspector');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: '您的账号可以打开' })).toBeVisible();
  await expect(page.getByText('需要您处理')).toHaveCount(0);
});

test('who may not open visits and people is shown no way there', async ({ page, signedInAs }) => {
  await signedInAs('host');
  await page.goto('/obligations');
  const rows = page.getByRole('table', { name: '月度任务列表' }).locator('tbody tr');
  await rows.first().getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: '派驻指导员' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect(page.locator('main a[href^="/people/"], main a[href^="/visits"]')).toHaveCount(0);
  await page.goBack();
  await expect(rows.first()).toBeVisible();
  await expect(page.locator('main a[href^="/visits"]')).toHaveCount(0);
});

test('the municipal bureau sees counties side by side, and no list that would say something untrue', async ({
  page,
  signedInAs,
}) => {
  await signedInAs('municipal_viewer');
  for (const path of ['/', '/month?months=6']) {
    await page.goto(path);
    const counties = page.getByRole('table').filter({ hasText: '应完成' });
    await expect(counties.locator('tbody tr')).toHaveCount(2);
    await expect(page.getByRole('link', { name: '还没有走访的名单' })).toHaveCount(0);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  await expect(page.getByLabel('类别')).toHaveCount(0);
  for (const path of ['/unvisited', '/unassigned']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: '您只看各县的数字，看不到机构名单' })).toBeVisible();
  }
});
