import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

export default defineConfig({
  sourceLocale: 'zh-CN',
  locales: ['zh-CN', 'en'],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: 'message',
  catalogs: [
    { path: 'locales/desk/{locale}', include: ['src/desk', 'src/shared'], exclude: ['**/*.test.*'] },
    { path: 'locales/pocket/{locale}', include: ['src/pocket', 'src/shared'], exclude: ['**/*.test.*'] },
  ],
});
