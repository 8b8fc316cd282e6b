// Takes the pictures of README and handbook from a running demo (HANDINHAND_URL, HANDINHAND_DEMO_PASSWORD).
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';

const folder = '../docs/handbook/pictures';
const baseURL = process.env.HANDINHAND_URL ?? 'http://127.0.0.1:8000';
const shots = [
  { name: 'desk', username: 'bureau', path: '/month', width: 1440, height: 900 },
  { name: 'today', username: 'bureau', path: '/', width: 1440, height: 900 },
  { name: 'pocket', username: 'instructor', path: '/m/', width: 360, height: 740 },
];

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
for (const { name, username, path, width, height } of shots) {
  const context = await browser.newContext({ baseURL, viewport: { width, height }, locale: 'zh-CN' });
  await context.request.post('/api/v1/auth/sessions', {
    data: { username, password: process.env.HANDINHAND_DEMO_PASSWORD },
  });
  const page = await context.newPage();
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}
await browser.close();
