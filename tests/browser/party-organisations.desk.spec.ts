import { expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

test('a Party organisation is added on its organisation’s page, found in the list, ended and taken up again', async ({
  page,
  signedInAs,
}) => {
  const name = `第${Date.now() % 100_000}党支部`;
  await signedInAs('bureau');
  await page.goto('/organisations?ownership=public&kind=school');
  await page.locator('tbody a').first().click();
  await page.getByRole('button', { name: '新增党组织' }).click();
  const organisation = await page.getByRole('heading', { level: 1 }).textContent();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: '保存' }).click();
  await expect(form.getByText('请填写名称')).toBeVisible();
  await form.getByLabel('名称').fill(name);
  await form.getByLabel('类型').selectOption('joint_branch');
  await expectAccessible(page);
  await form.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('联合党支部');
  await expectAccessible(page);

  await page.goto(`/party-organisations?kind=joint_branch&q=${encodeURIComponent(name)}`);
  const row = page.getByRole('table', { name: '党组织列表' }).locator('tbody tr').filter({ hasText: name });
  await expect(row).toContainText(organisation ?? '');
  await expectAccessible(page);

  await page.getByRole('button', { name: `${name}：撤销` }).click();
  await form.getByLabel('最后一天').fill('2030-01-01');
  await form.getByRole('button', { name: '撤销', exact: true }).click();
  await expect(form.getByText('撤销日期不能晚于今天，请到那一天再填').first()).toBeVisible();
  await form.getByLabel('最后一天').fill('2026-01-31');
  await form.getByRole('button', { name: '撤销', exact: true }).click();
  await expect(row).toContainText('已撤销');
  await page.getByRole('button', { name: `${name}：恢复` }).click();
  await expect(form).toContainText('2026-01-31');
  await form.getByRole('button', { name: '恢复', exact: true }).click();
  await expect(row).toContainText('现有');

  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
});

test('a name that is taken is refused beside the field', async ({ page, signedInAs }) => {
  await signedInAs('bureau');
  await page.goto('/party-organisations');
  const taken = (await page.locator('tbody td').first().textContent()) ?? '';
  await page
    .getByRole('button', { name: /：修改$/ })
    .nth(1)
    .click();
  const form = page.getByRole('dialog');
  await form.getByLabel('名称').fill(taken);
  await form.getByRole('button', { name: '保存' }).click();
  await expect(form.getByLabel('名称')).toHaveAttribute('aria-invalid', 'true');
});

test('who may not write sees the list without buttons', async ({ page, signedInAs }) => {
  await signedInAs('leader');
  await page.goto('/party-organisations');
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /新增|修改|撤销/ })).toHaveCount(0);
});
