import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

/** The password of every demo account of the installation under test. */
export function demoPassword(): string {
  const password = process.env.HANDINHAND_DEMO_PASSWORD;
  if (!password) throw new Error('HANDINHAND_DEMO_PASSWORD names the demo password of the installation under test');
  return password;
}

/** The smallest picture that is one. */
export const photo = {
  name: '照片.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.from(
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
    'base64',
  ),
};

interface Fixtures {
  /** Signs in through the interface and so takes the session's cookie. */
  signedInAs: (username: string) => Promise<void>;
  /** What the browser complained about: policy violations, errors, warnings. A test that leaves any here fails. */
  complaints: string[];
}

/** Complaints that a page cannot help: the browser logs every request that the service refuses for a reason. */
const expectedComplaint = /Failed to load resource: the server responded with a status of (401|409|412|422)/;

export const test = base.extend<Fixtures>({
  signedInAs: async ({ page, baseURL }, use) => {
    await use(async (username) => {
      const answer = await page.request.post(`${baseURL}/api/v1/auth/sessions`, {
        data: { username, password: demoPassword() },
      });
      expect(answer.status(), `sign-in of ${username}`).toBe(201);
    });
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        const unwanted = ['error', 'warning'].includes(message.type()) && !expectedComplaint.test(message.text());
        if (unwanted) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Fails with the names of the rules of WCAG 2.2 AA that the page breaks (promises.md U2). */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  expect(found).toEqual([]);
}

/** Fails when the page is wider than its window (WCAG 1.4.10, reflow). */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

export { expect };
