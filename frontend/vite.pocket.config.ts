import { defineConfig } from 'vite';
import { face, sharedPlugins } from './vite.shared.ts';

export default defineConfig(() => {
  const shared = face('pocket');
  return {
    ...shared,
    base: '/m/',
    plugins: sharedPlugins(),
    resolve: {
      ...shared.resolve,
      // The pocket's whole first load is held to 40 kB: Preact stands in for React.
      alias: {
        'react/jsx-runtime': 'preact/jsx-runtime',
        'react-dom/client': 'preact/compat/client',
        'react-dom': 'preact/compat',
        react: 'preact/compat',
      },
    },
  };
});
