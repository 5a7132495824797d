// After the build: writes a .gz beside every text file, for servers that send files as they lie,
// and takes the build's manifest out of what is served.
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const folder = 'target/classes/static/assets';
const texts = readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name));
for (const name of texts) {
  const path = join(folder, name);
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
}

renameSync('target/classes/static/.vite/manifest.json', 'target/portal-manifest.json');
rmSync('target/classes/static/.vite', { recursive: true });
