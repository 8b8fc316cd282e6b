import { readFileSync } from 'node:fs';

/** Files that a browser fetches for these modules: their scripts, styles and static imports, nothing loaded later. */
function firstLoad(face, modules) {
  const folder = `dist/${face}`;
  const manifest = JSON.parse(readFileSync(`${folder}/.vite/manifest.json`, 'utf8'));
  const files = new Set([`${folder}/index.html`]);
  const add = (key) => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${key} is not in the build of the ${face}`);
    if (files.has(`${folder}/${chunk.file}`)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(`${folder}/${file}`);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  for (const module of modules) add(module);
  return [...files];
}

export default [
  {
    name: 'pocket: first load with the first page (promises.md P4)',
    path: firstLoad('pocket', ['index.html', 'features/institutions/InstitutionsPage.tsx']),
    limit: '40 kB',
    gzip: true,
  },
  {
    name: 'desk: today page before charts (promises.md P4)',
    path: firstLoad('desk', [
      'index.html',
      '../../locales/desk/zh-CN.po',
      'routes/_signed-in.tsx?tsr-split=component',
      'routes/_signed-in/index.tsx?tsr-split=component',
    ]),
    limit: '320 kB',
    gzip: true,
  },
];
