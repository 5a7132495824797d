// Fails when a page asks for more than its share: JavaScript and CSS of its first load, compressed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const folder = 'target/classes/static';
const manifest = JSON.parse(readFileSync('target/portal-manifest.json', 'utf8'));
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);

function filesOf(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  chunk.css?.forEach((css) => seen.add(css));
  chunk.imports?.forEach((other) => filesOf(other, seen));
  return seen;
}

const limits = [
  { page: 'entry', keys: [entry], most: 190 },
  { page: 'search', keys: [entry, 'src/search/SearchPage.tsx'], most: 280 },
  { page: 'dataset', keys: [entry, 'src/dataset/DatasetPage.tsx'], most: 350 },
];

let exceeded = false;
for (const { page, keys, most } of limits) {
  const files = new Set(keys.flatMap((key) => [...filesOf(key)]));
  const size = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0) / 1000;
  const over = size > most;
  exceeded ||= over;
  process.stdout.write(`${page.padEnd(8)} ${size.toFixed(1).padStart(6)} KB of ${most} KB${over ? '  EXCEEDED' : ''}\n`);
}
process.exitCode = exceeded ? 1 : 0;
