// Fails when the catalogues lack a message of the source, keep one that is gone, or leave an English one empty.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { formatter } from '@lingui/format-po';

const catalogues = ['desk', 'pocket'].flatMap((face) => ['zh-CN', 'en'].map((locale) => ({ face, locale })));
const pathOf = ({ face, locale }) => `locales/${face}/${locale}.po`;
const po = formatter();

const before = new Map(catalogues.map((catalogue) => [pathOf(catalogue), readFileSync(pathOf(catalogue), 'utf8')]));
const problems = [];

/** The catalogue without its header, which carries the time of extraction. */
const body = (text) => text.slice(text.indexOf('\n\n'));

try {
  execFileSync('npx', ['lingui', 'extract', '--clean'], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const catalogue of catalogues) {
    const path = pathOf(catalogue);
    if (body(readFileSync(path, 'utf8')) !== body(before.get(path))) problems.push(`${path}: run \`npm run extract\``);
    if (catalogue.locale !== 'en') continue;
    const messages = po.parse(before.get(path), { locale: 'en', sourceLocale: 'zh-CN', filename: path });
    for (const message of Object.values(messages)) {
      if (!message.translation) problems.push(`${path}: no English for «${message.message}»`);
    }
  }
} finally {
  for (const [path, text] of before) writeFileSync(path, text);
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
