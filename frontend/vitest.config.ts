import { defineConfig } from 'vitest/config';
import { inFrontend, sharedPlugins } from './vite.shared.ts';

export default defineConfig({
  plugins: sharedPlugins(),
  resolve: { tsconfigPaths: true },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: [inFrontend('./src/shared/testing/setup.ts')],
    // Written out here, not taken from the machine: a date shown must not depend on where the tests run.
    env: { TZ: 'America/New_York' },
    restoreMocks: true,
  },
});
