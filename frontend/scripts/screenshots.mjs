// Takes the pictures of README and handbook from a running demo (HANDINHAND_URL, HANDINHAND_DEMO_PASSWORD). The last one
// opens accounts, so the demo is one that is thrown away afterwards, as `make screenshots` starts it.
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';

const folder = '../docs/handbook/pictures';
const baseURL = process.env.HANDINHAND_URL ?? 'http://127.0.0.1:8000';
const desk = { width: 1440, height: 900 };
const tallDesk = { width: 1440, height: 1250 };
const phone = { width: 360, height: 740 };
const tallPhone = { width: 360, height: 1000 };
/** A roster with new, changed, unchanged and wrong rows, as the demo sees it. */
const roster = '../tests/backend/imports/files/libreoffice.xlsx';

/** `steps` lead from the address to what the picture shows. */
const shots = [
  { name: 'desk', username: 'bureau', path: '/month', size: desk },
  { name: 'today', username: 'bureau', path: '/', size: desk },
  { name: 'pocket', username: 'instructor', path: '/m/', size: phone },
  { name: 'dispatches', username: 'bureau', path: '/dispatches?state=active', size: desk },
  { name: 'waive', username: 'bureau', path: '/obligations/waive?kind=school', size: desk, steps: tickTwo },
  { name: 'exports', username: 'bureau', path: '/obligations?status=missed', size: desk, steps: exportList },
  { name: 'import-preview', username: 'bureau', path: '/imports', size: desk, steps: uploadRoster },
  { name: 'municipal', username: 'municipal_viewer', path: '/month', size: desk },
  { name: 'community', username: 'lead', path: '/communities', size: tallDesk, steps: openCommunity },
  { name: 'coverage', username: 'bureau', path: '/coverage', size: desk },
  { name: 'standards', username: 'bureau', path: '/standards', size: desk },
  { name: 'good-practices', username: 'institution', path: '/good-practices', size: desk },
  { name: 'visit-phone', username: 'instructor', path: '/m/', size: tallPhone, steps: fillVisit },
  {
    name: 'activity-phone',
    username: 'lead',
    path: '/m/activities',
    size: { width: 360, height: 1330 },
    steps: fillActivity,
  },
  { name: 'confirm-phone', username: 'institution', path: '/m/confirmations', size: tallPhone, steps: openFirst },
  { name: 'account-slips', username: 'secadmin', path: '/accounts/open', size: desk, steps: openAccounts },
];

/** Only these, where names are given: `npm run screenshots -- community`. */
const wanted = process.argv.slice(2);

async function openCommunity(page) {
  await page.getByRole('table').first().getByRole('link').first().click();
  await page.getByText('按平均进度').first().waitFor();
  await page.getByRole('button', { name: /卸任$/ }).first().waitFor();
  await page.getByText('需求清单').waitFor();
}

async function tickTwo(page) {
  const boxes = page.getByRole('listitem').getByRole('checkbox');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByLabel('免除原因').fill('校舍维修，全月停课');
}

async function exportList(page) {
  await page.getByRole('button', { name: '导出 Excel' }).click();
  await page.locator('tbody tr').first().getByRole('link', { name: /^下载/ }).waitFor();
  await page.reload();
}

async function uploadRoster(page) {
  const file = { name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: readFileSync(roster) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.waitForURL(/\/imports\/.+/);
  await page.getByRole('table', { name: '逐行结果' }).waitFor();
}

async function openAccounts(page) {
  const boxes = page.getByRole('listitem').getByRole('checkbox');
  for (const index of [0, 1, 2, 3]) await boxes.nth(index).check();
  await page.getByRole('button', { name: /^开通/ }).click();
  await page.getByRole('heading', { name: '账号条' }).waitFor();
}

async function openFirst(page) {
  await page.locator('main li a').first().click();
  await page.getByRole('button', { name: '确认属实' }).waitFor();
}

async function fillVisit(page) {
  await page.locator('main li a').first().click();
  await page.getByLabel('到校时间').waitFor();
  await page.getByText('宣讲政策法规').click();
  await page.getByText('规范办学行为').click();
  await page.getByLabel('了解到的情况').fill('消防通道已清理，教职工学习按计划进行。');
}

async function fillActivity(page) {
  await page.getByRole('button', { name: '记一次活动' }).click();
  await page.getByText('帮教', { exact: true }).click();
  await page.getByText('送教下乡', { exact: true }).click();
  await page.getByText('兴华学校', { exact: true }).click();
  await page.getByLabel('帮建方教职工人数', { exact: true }).fill('6');
  await page.getByLabel('结对方教职工人数', { exact: true }).fill('18');
  await page.getByLabel('做了什么').fill('两校各上一节数学课，课后一起评课。');
  await page.evaluate(() => window.scrollTo(0, 0));
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
for (const { name, username, path, size, steps } of shots) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const context = await browser.newContext({ baseURL, viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  await context.request.post('/api/v1/auth/sessions', {
    data: { username, password: process.env.HANDINHAND_DEMO_PASSWORD },
  });
  const page = await context.newPage();
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await steps?.(page);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}
await browser.close();
