// How long a phone on a poor line waits for its first task (promises.md P4): 250 kbit/s, 500 ms, a 6× slower processor.
// Asks a running demo (HANDINHAND_URL, HANDINHAND_DEMO_PASSWORD); prints one line of JSON.
import { chromium } from '@playwright/test';

const rounds = 5;
const baseURL = process.env.HANDINHAND_URL ?? 'http://127.0.0.1:8000';
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const seconds = [];
let bytes = 0;
for (let round = 0; round < rounds; round += 1) {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 360, height: 740 },
    locale: 'zh-CN',
    serviceWorkers: 'block',
  });
  await context.request.post('/api/v1/auth/sessions', {
    data: { username: 'instructor', password: process.env.HANDINHAND_DEMO_PASSWORD },
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 500,
    downloadThroughput: 250_000 / 8,
    uploadThroughput: 250_000 / 8,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  bytes = 0;
  devtools.on('Network.loadingFinished', (event) => {
    bytes += event.encodedDataLength;
  });
  const started = performance.now();
  await page.goto('/m/', { waitUntil: 'commit' });
  await page.getByRole('main').getByRole('link').first().waitFor();
  seconds.push((performance.now() - started) / 1000);
  await context.close();
}
await browser.close();
seconds.sort((one, other) => one - other);
const [first, middle, last] = [seconds[0], seconds[Math.floor(rounds / 2)], seconds.at(-1)];
process.stdout.write(`${JSON.stringify({ first, middle, last, kilobytes: bytes / 1000 })}\n`);
