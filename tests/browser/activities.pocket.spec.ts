import type { Page } from '@playwright/test';
import { demoPassword, expect, expectAccessible, expectNoSidewaysScroll, photo, test } from './installation';

const words = '两校各上一节数学课，课后一起评课。';
const send = (page: Page) => page.getByRole('button', { name: '提交', exact: true }).click();

/** The record that «已送达» links to, as the service has it. */
async function receivedRecord(page: Page) {
  await expect(page.getByRole('heading', { name: '已送达' })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/^收到时间 \d{4}-\d{2}-\d{2} \d{2}:\d{2}/)).toBeVisible();
  const address = await page.getByRole('link', { name: '看这条记录' }).getAttribute('href');
  return await (await page.request.get(`/api/v1/activities/${address?.split('/').pop()}`)).json();
}

/** What one writes down of an activity, beside the text. */
async function choose(page: Page): Promise<void> {
  await page.getByText('帮教', { exact: true }).click();
  await page.getByText('送教下乡', { exact: true }).click();
  await page.getByText('兴华学校', { exact: true }).click();
}

/** How often the screen was touched so far on this page. */
async function taps(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { touched: number }).touched);
}

test('an activity that was just held takes eight taps, three digits and one text', async ({ page, signedInAs }) => {
  await page.addInitScript(() => {
    const counted = window as unknown as { touched: number };
    counted.touched = 0;
    window.addEventListener('pointerdown', () => counted.touched++, true);
  });
  await signedInAs('lead');
  await page.goto('/m/');
  await expect(page).toHaveURL(/\/m\/activities$/);
  await page.getByRole('button', { name: '记一次活动' }).click();
  await choose(page);
  await page.getByLabel('帮建方教职工人数', { exact: true }).click();
  await page.keyboard.type('6');
  await page.getByLabel('结对方教职工人数', { exact: true }).click();
  await page.keyboard.type('18');
  await page.getByLabel('做了什么').click();
  await page.keyboard.insertText(words);
  await send(page);
  const record = await receivedRecord(page);
  expect(await taps(page)).toBeLessThanOrEqual(8);
  expect(record).toMatchObject({
    state: 'done',
    title: '桥山中学与兴华学校送教下乡',
    place: '兴华学校',
    lead_participants: 6,
    supported_participants: 18,
    content: words,
  });
  await expectAccessible(page);
});

test('a lead secretary completes what was planned, with a photo', async ({ page, signedInAs }) => {
  await signedInAs('lead');
  await page.goto('/m/activities');
  await expect(page.getByRole('heading', { name: /^过了日期，还没登记/ })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page
    .getByRole('link', { name: /过期未登记/ })
    .first()
    .click();
  await send(page);
  await expect(page.getByText('请简单写一写，一两句就可以')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('做了什么').fill('陪孩子读书、包饺子。');
  await page.getByRole('button', { name: '结对方教职工人数加一' }).click();
  await page.locator('input[type=file]').setInputFiles(photo);
  await expect(page.getByText('1 张照片')).toBeVisible();
  await send(page);
  const record = await receivedRecord(page);
  expect(record).toMatchObject({ state: 'done', content: '陪孩子读书、包饺子。', evidence_count: 1 });
  await page.getByRole('link', { name: '看这条记录' }).click();
  await expect(page.getByText('已开展')).toBeVisible();
  await expectAccessible(page);
});

test('what an institution notes without a network is kept, also over a reload, and is received once', async ({
  page,
  signedInAs,
  complaints,
}) => {
  test.slow(); // goes out five times, and each page is looked through for barriers
  await signedInAs('institution');
  await page.goto('/m/activities');
  await expect(page.getByRole('button', { name: '记一次活动' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '记一次活动' }).click();
  await choose(page);
  const mine = `${words}第 ${Date.now()} 次。`;
  await page.getByLabel('做了什么').fill(mine);
  await page.locator('input[type=file]').setInputFiles([photo, { ...photo, name: '第二张.jpg' }]);
  await expect(page.getByText('2 张照片')).toBeVisible();
  await send(page);
  await expect(page.getByText('没有送达，内容已保存在本机')).toBeVisible();
  await page.context().setOffline(false);
  complaints.length = 0; // the browser itself says that the network was gone
  await page.reload();
  await expect(page.getByLabel('做了什么')).toHaveValue(mine);
  await page.getByRole('link', { name: '我的记录' }).click();
  await page.getByRole('link', { name: /在本机，还没有提交/ }).click();
  await expect(page.getByText('2 张照片')).toBeVisible();

  // The answer to the record is lost: sent again, it is the same one.
  await page.route('**/api/v1/activities', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await send(page);
  await expect(page.getByText('没有送达，内容已保存在本机')).toBeVisible();
  await page.unroute('**/api/v1/activities');
  // Then a photo does not get through: what has arrived is said, and what has not.
  await page.route('**/api/v1/evidence', (route) => route.abort());
  await send(page);
  await expect(page.getByText('内容已送达，照片没有送到，还在本机')).toBeVisible();
  await expectAccessible(page);
  await page.unroute('**/api/v1/evidence');
  await page.getByLabel('做了什么').fill(`${mine}下月再来。`);
  await send(page);
  const record = await receivedRecord(page);
  complaints.length = 0; // nor does the browser keep silent about what the test cut off
  expect(record).toMatchObject({ content: `${mine}下月再来。`, evidence_count: 2, version: 2 });
  const all = await (await page.request.get('/api/v1/activities?state=done&limit=200')).json();
  expect(all.items.filter((one: { content: string }) => one.content.startsWith(mine))).toHaveLength(1);
  await page.goto('/m/records');
  await expect(page.getByText('共同体最近的活动')).toBeVisible();
  await expect(page.getByText('在本机，还没有提交')).toBeHidden();
  await expectAccessible(page);
});

test('a signed-out phone has forgotten what it saw, and keeps what was written', async ({ page, signedInAs }) => {
  await signedInAs('institution');
  await page.goto('/m/activities');
  await page.getByRole('button', { name: '记一次活动' }).click();
  await page.getByLabel('活动名称').fill('写了一半的活动');
  await expect(page.getByText('已保存在本机，还没有提交')).toBeVisible();
  await page.getByRole('link', { name: '我的', exact: true }).click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible();
  const kept = (store: string) =>
    page.evaluate(
      (name) =>
        new Promise<number>((resolve) => {
          indexedDB.open('handinhand').onsuccess = ({ target }) => {
            const db = (target as IDBOpenDBRequest).result;
            db.transaction(name).objectStore(name).count().onsuccess = (event) => {
              resolve((event.target as IDBRequest<number>).result);
              db.close();
            };
          };
        }),
      store,
    );
  await expect.poll(() => kept('seen')).toBe(0);
  expect(await kept('drafts')).toBe(1);
  await page.getByLabel('用户名').fill('institution');
  await page.getByLabel('密码', { exact: true }).fill(demoPassword());
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('link', { name: '我的记录' }).click();
  await page.getByRole('link', { name: /写了一半的活动/ }).click();
  await page.getByRole('button', { name: '清空重填' }).click();
  await expect(page.getByLabel('活动名称')).toHaveValue('');
});

test('whoever may write no activity has no tab, and is told so at the address', async ({ page, signedInAs }) => {
  await signedInAs('instructor');
  await page.goto('/m/activities');
  await expect(page.getByText('您的账号不能打开这一页')).toBeVisible();
  await expect(page.getByRole('link', { name: '活动', exact: true })).toBeHidden();
  await expect(page.getByRole('link', { name: '本月机构' })).toBeVisible();
  await expectAccessible(page);
});

test('a unit without a community is told what to do', async ({ page, signedInAs }) => {
  await page.route('**/api/v1/communities?**', (route) => route.fulfill({ json: { items: [], next_cursor: null } }));
  await signedInAs('institution');
  await page.goto('/m/activities');
  await expect(page.getByText('您的单位现在没有帮扶共同体')).toBeVisible();
  await expect(page.getByRole('button', { name: '记一次活动' })).toBeHidden();
  await expectAccessible(page);
});

test('the form reads at 320 px in big type, light and dark, and is filled in with a keyboard alone', async ({
  page,
  signedInAs,
}) => {
  await page.addInitScript(() => localStorage.setItem('handinhand.type', 'big'));
  await page.setViewportSize({ width: 320, height: 640 });
  await signedInAs('lead');
  await page.goto('/m/activities');
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: '记一次活动' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: '帮教', exact: true }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '帮困' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByLabel('活动名称')).toHaveValue(/扶志教育$/);
  await page.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('成效')).toBeVisible();
  await page.getByRole('button', { name: '提交', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('做了什么')).toBeFocused();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  const plus = await page.getByRole('button', { name: '帮建方教职工人数加一' }).boundingBox();
  expect(plus?.height).toBeGreaterThanOrEqual(60);
  await page.keyboard.insertText(words);
  await page.getByRole('button', { name: '提交', exact: true }).focus();
  await page.keyboard.press('Enter');
  expect(await receivedRecord(page)).toMatchObject({ strand: 'hardship', kind_name: '扶志教育' });
});
