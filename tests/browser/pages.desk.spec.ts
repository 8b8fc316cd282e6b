import { expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

/** Who looks at which page, and the heading that says that it has come. */
const pages: [username: string, path: string, heading: string | RegExp][] = [
  ['bureau', '/', /您好/],
  ['bureau', '/month?months=6', '月度任务'],
  ['bureau', '/unvisited', '还没有走访的机构'],
  ['bureau', '/unassigned', '没有指导员的机构'],
  ['bureau', '/obligations?status=open&status=missed', '月度任务清单'],
  ['bureau', '/obligations/waive', '批量免除月度任务'],
  ['bureau', '/obligations/waive?kind=school&status=waived', '批量免除月度任务'],
  ['bureau', '/exports', '导出'],
  ['bureau', '/sign-ins', '登录的设备'],
  ['bureau', '/party-organisations', '党组织'],
  ['bureau', '/party-organisations?q=no-such-name', '党组织'],
  ['bureau', '/organisations', '机构'],
  ['bureau', '/organisations?q=no-such-name', '机构'],
  ['bureau', '/people', '人员'],
  ['bureau', '/imports', '导入'],
  ['bureau', '/settings', '设置'],
  ['bureau', '/search?query=xx', /查找/],
  ['bureau', '/password', '修改密码'],
  ['bureau', '/no-such-page', '没有这个页面'],
  ['bureau', '/communities', '帮扶共同体'],
  ['bureau', '/activities', '共同体活动'],
  ['bureau', '/activities/kinds', '活动类型'],
  ['lead', '/activities?month=2026-11', '共同体活动'],
  ['lead', '/activities/new', '安排或登记活动'],
  ['lead', '/backbone-teachers', '骨干教师'],
  ['lead', '/good-practices/new', '写一篇好做法'],
  ['lead', '/good-practices?returned=true', '好做法'],
  ['bureau', '/good-practices?state=proposed', '好做法'],
  ['teacher', '/good-practices', '好做法'],
  ['bureau2', '/good-practices', '好做法'],
  ['bureau2', '/member-developments', '发展党员'],
  ['bureau', '/coverage', '党组织覆盖'],
  ['bureau', '/coverage?q=no-such-name', '党组织覆盖'],
  ['institution', '/coverage', '党组织覆盖'],
  ['bureau2', '/coverage', '党组织覆盖'],
  ['bureau', '/standards', '规范建设'],
  ['bureau', '/standards?q=no-such-name', '规范建设'],
  ['bureau', '/standards/checklists', '规范清单'],
  ['bureau', '/standards/new', '登记联合检查'],
  ['institution', '/standards/new?kind=activity_room', '填写自查'],
  ['bureau2', '/standards', '规范建设'],
  ['leader', '/', /您好/],
  ['instructor', '/', /您好/],
  ['institution', '/', /您好/],
  ['municipal_viewer', '/month', '月度任务'],
  ['bureau2', '/month', '月度任务'],
  ['bureau2', '/obligations/waive', '批量免除月度任务'],
  ['bureau2', '/exports', '导出'],
  ['bureau2', '/party-organisations', '党组织'],
  ['secadmin', '/accounts', '账号与角色'],
  ['secadmin', '/accounts/open', '批量开通账号'],
  ['auditor', '/audit', '审计日志'],
];

for (const [username, path, heading] of pages) {
  test(`${path} is accessible to ${username} and fits 320 px`, async ({ page, signedInAs }) => {
    await signedInAs(username);
    await page.goto(path);
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page);
  });
}

test('every record opens from its list, and is accessible', async ({ page, signedInAs }) => {
  await signedInAs('bureau');
  for (const list of ['/organisations?ownership=private', '/people', '/imports']) {
    await page.goto(list);
    await page.locator('tbody a').first().click();
    await expect(page).not.toHaveURL(new RegExp(`${list.replace('?', '\\?')}$`));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectAccessible(page);
  }
});

test('the month grid is walked with the arrow keys, and Enter opens a month beside it', async ({
  page,
  signedInAs,
}) => {
  await signedInAs('bureau');
  await page.goto('/month');
  const cell = (place: string) => page.locator(`[data-place="${place}"]`);
  await expect(page.getByRole('table', { name: /入校指导/ })).toBeVisible();
  const stops = page.locator('[data-place][tabindex="0"]');
  await expect(stops).toHaveCount(1);
  const start = (await stops.getAttribute('data-place')) ?? '';
  const [row = '0', column = '0'] = start.split(':');
  await stops.focus();
  await page.keyboard.press('ArrowDown');
  await expect(cell(`${Number(row) + 1}:${column}`)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a form that somebody else was faster with offers both versions', async ({ page, signedInAs, baseURL }) => {
  await signedInAs('bureau');
  await page.goto('/people');
  await page.locator('tbody a').first().click();
  await page.getByRole('button', { name: '修改资料' }).click();
  const id = page.url().split('/').pop();
  const mine = `我填写的职务 ${Date.now()}`;
  await page.getByLabel('职务').fill(mine);

  const url = `${baseURL}/api/v1/people/${id}`;
  const version = (await (await page.request.get(url)).json()).version;
  const changed = await page.request.patch(url, {
    data: { duty: `别人填的 ${version}` },
    headers: { 'If-Match': `"${version}"` },
  });
  expect(changed.status()).toBe(200);

  await page.getByRole('button', { name: '保存', exact: true }).click();
  const choice = page.getByRole('alert').filter({ hasText: '被别人改过' });
  await expect(choice).toContainText(`别人填的 ${version}`);
  await expect(choice).toContainText(mine);
  await choice.getByRole('button', { name: '按表单内容保存' }).click();
  await expect(page.getByText(mine)).toBeVisible();
});
