import { tanstackRouter } from '@tanstack/router-plugin/vite';
import { defineConfig, type Plugin } from 'vite';
import { face, inFrontend, sharedPlugins } from './vite.shared.ts';

/** The backend writes a fresh nonce over this word in each answer of the desk's page. */
const noncePlaceholder = '__CSP_NONCE__';

interface Patch {
  file: RegExp;
  from: string;
  to: string;
}

/**
 * Two places in Ant Design's ground ignore the nonce that `ConfigProvider` is given. Under our content
 * security policy the first loses the scroll lock behind dialogs, the second the height of growing text areas.
 */
const patches: Patch[] = [
  {
    file: /@rc-component\/util\/es\/Dom\/dynamicCSS\.js$/,
    from: 'if (csp?.nonce) {\n    styleNode.nonce = csp?.nonce;',
    to: 'if (true) {\n    styleNode.nonce = csp?.nonce ?? document.querySelector("meta[property=csp-nonce]")?.nonce ?? "";',
  },
  {
    file: /@rc-component\/input\/es\/calculateNodeHeight\.js$/,
    from: "hiddenTextarea.setAttribute('style', ",
    to: 'hiddenTextarea.style.cssText = (',
  },
];

function antdUnderStrictPolicy(): Plugin {
  return {
    name: 'antd-under-strict-policy',
    transform(code, id) {
      const patch = patches.find(({ file }) => file.test(id));
      if (!patch) return null;
      if (!code.includes(patch.from)) throw new Error(`antd-under-strict-policy: ${id} has changed, look at it again`);
      return { code: code.replace(patch.from, patch.to), map: null };
    },
  };
}

export default defineConfig(() => ({
  ...face('desk'),
  html: { cspNonce: noncePlaceholder },
  plugins: [
    tanstackRouter({
      target: 'react',
      routesDirectory: inFrontend('./src/desk/routes'),
      generatedRouteTree: inFrontend('./src/desk/routeTree.gen.ts'),
      autoCodeSplitting: true,
      quoteStyle: 'single',
      semicolons: true,
    }),
    antdUnderStrictPolicy(),
    ...sharedPlugins(),
  ],
}));
