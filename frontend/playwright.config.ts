import { defineConfig, devices } from '@playwright/test';

/**
 * Journeys in real Chromium against a running installation, at desk and phone size. The address and the demo password
 * come from the environment: `make test` starts the installation and sets both.
 */
export default defineConfig({
  testDir: '../tests/browser',
  outputDir: './test-results',
  fullyParallel: false,
  workers: 1,
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  timeout: 60_000,
  use: {
    baseURL: process.env.HANDINHAND_URL ?? 'http://127.0.0.1:8000',
    locale: 'zh-CN',
    timezoneId: 'America/New_York',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  },
  projects: [
    { name: 'desk', use: { viewport: { width: 1440, height: 900 } }, testIgnore: /pocket/ },
    { name: 'phone', use: { ...devices['Pixel 7'], viewport: { width: 360, height: 740 } }, testIgnore: /desk/ },
  ],
});
