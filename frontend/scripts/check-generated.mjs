// Fails when the committed API client is not what `npm run generate` makes of openapi/openapi.json.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const committed = 'src/shared/api/gen';
const fresh = mkdtempSync(join(tmpdir(), 'api-client-'));

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path))
    .sort();
}

function same(name) {
  try {
    return readFileSync(join(fresh, name), 'utf8') === readFileSync(join(committed, name), 'utf8');
  } catch {
    return false;
  }
}

try {
  execFileSync('npx', ['openapi-ts', '--output', fresh], { stdio: ['ignore', 'ignore', 'inherit'] });
  const names = new Set([...filesBelow(fresh), ...filesBelow(committed)]);
  const different = [...names].filter((name) => !same(name));
  if (different.length > 0) {
    console.error(`The API client is out of date (run \`npm run generate\`): ${different.join(', ')}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(fresh, { recursive: true });
}
