import { expect, expectAccessible, expectNoSidewaysScroll, test } from './installation';

const summary = '制度上墙，活动记录要补齐。';

test('what an instructor finds in the activity room is a review at the desk', async ({ page, signedInAs }) => {
  await signedInAs('instructor');
  await page.goto('/m/');
  await page.locator('main li a').first().click();
  await page.getByText('建设党群活动室').click();
  await page.getByText(/^党群活动室：/).click();
  const first = page.getByRole('group', { name: '达标准' });
  await first.getByText('达到', { exact: true }).click();
  await page.getByLabel('达标准：说明（可以不填）').fill('面积够用');
  await page.getByLabel('党群活动室小结（可以不填）').fill(summary);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.reload();
  await expect(page.getByLabel('党群活动室小结（可以不填）')).toHaveValue(summary);
  await page.getByLabel('了解到的情况').fill('看了党群活动室。');
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await expect(page.getByRole('heading', { name: '已送达' })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('link', { name: '看这条记录' }).click();
  await expect(page.getByText(summary)).toBeVisible();
  const id = page.url().split('/').pop();
  const visit = await (await page.request.get(`/api/v1/visits/${id}`)).json();
  expect(visit.activity_room).toMatchObject({ summary });

  await signedInAs('bureau');
  const reviews = await (
    await page.request.get(`/api/v1/standards-reviews?institution_id=${visit.institution_id}`)
  ).json();
  const review = reviews.items.find((one: { visit_id: string | null }) => one.visit_id === id);
  expect(review).toMatchObject({ mode: 'visit' });
  await page.goto(`/standards/reviews/${review.id}`);
  await expect(page.getByText(summary)).toBeVisible();
  await expect(page.getByText('面积够用')).toBeVisible();
});

test('without a network and without a kept checklist, that is said in words, and the rest is sent', async ({
  page,
  signedInAs,
  complaints,
}) => {
  await signedInAs('instructor2');
  await page.goto('/m/');
  await page.locator('main li a').first().click();
  await expect(page.getByLabel('到校时间')).toBeVisible();
  await page.context().setOffline(true);
  await page.getByText('建设党群活动室').click();
  await expect(page.getByText('没有网络，这部手机也还没有存过清单。')).toBeVisible();
  await expectAccessible(page);
  await page.context().setOffline(false);
  complaints.length = 0; // the browser itself says that the network was gone
  await page.getByRole('button', { name: '再试一次' }).click();
  await expect(page.getByText(/^党群活动室：/)).toBeVisible();

  // Kept now: the next time it opens without a network.
  await page.getByText('建设党群活动室').click();
  await page.context().setOffline(true);
  await page.getByText('建设党群活动室').click();
  await expect(page.getByText(/^党群活动室：/)).toBeVisible();
  complaints.length = 0;
});
