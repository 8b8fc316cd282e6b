import { expect, expectAccessible, test } from './installation';

const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

test('a lead secretary notes an activity, and it stands on the page of the community', async ({ page, signedInAs }) => {
  await signedInAs('lead');
  await page.goto('/communities');
  await page.getByRole('table').first().getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('兴华学校');
  const strand = page.getByRole('region', { name: '帮教' });
  const held = strand.getByRole('link', { name: '今年已开展' });
  const before = Number((await held.textContent())?.match(/\d+/)?.[0]);
  await strand.getByRole('link', { name: '安排或登记活动' }).click();

  const title = `听评课 ${Date.now()}`;
  await page.getByLabel('活动类型').selectOption({ label: '联合教研' });
  await page.getByLabel('活动名称').fill(title);
  await page.getByLabel('这次活动').selectOption({ label: '已经开展，直接登记' });
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('请填写内容')).toBeVisible();
  await page.getByLabel('内容', { exact: true }).fill('两校教师互相听课，课后评课。');
  await page.getByLabel('帮建方教职工人数').fill('5');
  await expectAccessible(page);
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await expectAccessible(page);

  await page
    .getByRole('link', { name: /帮扶共同体$/ })
    .last()
    .click();
  await expect(held).toContainText(String(before + 1));
  await expect(strand.getByRole('link', { name: title })).toBeVisible();
  await expectAccessible(page);
  await held.click();
  await expect(page.getByRole('link', { name: title })).toBeVisible();
});

test('a lead secretary sees in the morning what comes next and opens it from there', async ({ page, signedInAs }) => {
  await signedInAs('lead');
  await page.goto('/');
  await expect(page.getByRole('table', { name: '进行中的共同体' }).getByRole('row')).toHaveCount(2);
  const next = page.getByRole('listitem').filter({ hasText: '过期未登记' });
  await expectAccessible(page);
  const aim = page.getByRole('button', { name: /^培养骨干教师/ });
  const counted = Number((await aim.textContent())?.match(/\d+/)?.[0]);
  await aim.click();
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(counted);
  await page.keyboard.press('Escape');
  const title = await next.getByRole('link').first().textContent();
  await next.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title ?? '');
  await expect(page.getByRole('button', { name: '登记完成' })).toBeVisible();
});

test('a step into the Party that is too early is refused with the first possible day', async ({ page, signedInAs }) => {
  await signedInAs('institution');
  await page.goto('/member-developments?stage=activist');
  await page.locator('tbody a').first().click();
  await page.getByRole('button', { name: '进入下一阶段' }).click();
  await expect(page.getByText(/最早 \d{4}-\d{2}-\d{2}/).first()).toBeVisible();
  await page.getByLabel('发展对象的日期').fill(today());
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(page.getByText(/满一年，才能确定为发展对象，最早/).first()).toBeVisible();
  await expectAccessible(page);
});

test('the Party office founds a community, and dissolving asks for a look at what ends', async ({
  page,
  signedInAs,
}) => {
  await signedInAs('bureau');
  await page.goto('/communities');
  await page.getByRole('button', { name: '新建共同体' }).click();
  const name = `试点共同体 ${Date.now()}`;
  await page.getByLabel('名称', { exact: true }).fill(name);
  for (const [label, school] of [
    ['帮建学校（公办）', '罕井镇中心小学'],
    ['结对学校（民办）', '育英学校'],
  ] as const) {
    await page.getByLabel(label).click();
    await page.getByLabel(label).fill(school);
    await page.getByTitle(school, { exact: true }).click();
  }
  await expectAccessible(page);
  await page.getByRole('button', { name: '存为草稿' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  for (const step of ['批准', '启动']) {
    await page.getByRole('button', { name: step, exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: step, exact: true }).click();
    await expect(page.getByText(`已${step}。`)).toBeVisible();
  }
  await expect(page.getByText('进行中').first()).toBeVisible();
  await page.getByRole('button', { name: '解除', exact: true }).click();
  await page.getByLabel('解除原因').fill('试点结束');
  await page.getByRole('button', { name: '解除共同体' }).click();
  await expect(page.getByRole('alert')).toContainText('请先核对');
  for (const box of await page.getByRole('dialog').getByRole('checkbox').all()) await box.check();
  await expectAccessible(page);
  await page.getByRole('button', { name: '解除共同体' }).click();
  await expect(page.getByText('已解除').first()).toBeVisible();
});
