import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { lingui } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';
import react from '@vitejs/plugin-react';
import type { PluginOption, UserConfig } from 'vite';

/** An absolute path below `frontend/`. */
export function inFrontend(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/**
 * What both faces and the unit tests are built with: JSX, Lingui's macros (the only use of Babel, and only
 * on files that import one) and catalogues compiled straight from the `.po` files.
 */
export function sharedPlugins(): PluginOption[] {
  return [
    babel({
      presets: [
        {
          preset: () => ({ plugins: ['@lingui/babel-plugin-lingui-macro'] }),
          rolldown: { filter: { code: /from ['"]@lingui\/(?:core|react)\/macro['"]/ } },
        },
      ],
    }),
    react(),
    lingui({ failOnCompileError: true }),
    compressed(),
  ];
}

/** Puts a compressed twin beside every script and style: the service has no work with it, and a phone waits less. */
function compressed(): PluginOption {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir }) {
      const assets = `${dir}/assets`;
      const names = (await readdir(assets)).filter((name) => /\.(?:js|css)$/.test(name));
      for (const name of names) {
        const twin = await promisify(gzip)(await readFile(`${assets}/${name}`), { level: 9 });
        await writeFile(`${assets}/${name}.gz`, twin);
      }
    },
  };
}

/** Where the development servers find the service. */
const service = 'http://127.0.0.1:8000';

/** One face of the app, built from `src/<face>` into `dist/<face>`. */
export function face(name: 'desk' | 'pocket'): UserConfig {
  return {
    root: inFrontend(`./src/${name}`),
    publicDir: inFrontend(`./public/${name}`),
    cacheDir: inFrontend(`./node_modules/.vite-${name}`),
    resolve: { tsconfigPaths: true },
    server: {
      proxy: {
        '/api': service,
        '/livez': service,
      },
    },
    build: {
      outDir: inFrontend(`./dist/${name}`),
      emptyOutDir: true,
      target: 'es2022',
      // Data addresses would need an exception in the content security policy.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      // `npm run size` follows it to find what a first load fetches; it names no more than the pages do.
      manifest: true,
    },
  };
}
