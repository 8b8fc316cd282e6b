import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
  input: './openapi/openapi.json',
  output: { path: 'src/shared/api/gen' },
  plugins: [
    '@hey-api/typescript',
    // The browser sends the session's cookie by itself.
    { name: '@hey-api/sdk', responseStyle: 'data', auth: false },
    { name: '@hey-api/client-fetch', throwOnError: true },
  ],
});
