// Opens every page of the portal in Chromium and checks what a person would notice.
// node browser/run.mjs [--base http://127.0.0.1:8080] [--key ADMINISTRATOR_KEY] [--out DIR] [--quick]
// Without --base it serves the built portal with demonstration data and tests that.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { datasetFlows } from './dataset.mjs';
import { discover } from './discover.mjs';
import { flows } from './flows.mjs';
import { formFlows } from './forms.mjs';
import { pageChecks } from './pages.mjs';
import { prepare } from './prepare.mjs';
import { troubleFlows } from './trouble.mjs';

const option = (name) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : undefined;
};

let base = option('base')?.replace(/\/$/, '');
let key = option('key');
let server;
if (!base) {
  const stub = await import('./stub.mjs');
  server = await stub.serve(0);
  base = `http://127.0.0.1:${server.address().port}`;
  key = stub.ADMIN_KEY;
}
const out = option('out');
if (out) mkdirSync(out, { recursive: true });

const profile = mkdtempSync(join(tmpdir(), 'jiaohui-browser-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  viewport: { width: 1366, height: 900 },
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

let passed = 0;
let failed = 0;
async function check(name, body) {
  try {
    await body();
    passed++;
  } catch (error) {
    failed++;
    process.stdout.write(`FAILED  ${name}\n        ${String(error.message ?? error).split('\n').slice(0, 12).join('\n        ')}\n`);
  }
}

try {
  const checked = await prepare(base, key);
  const known = { ...(await discover(base)), checked };
  const world = { context, base, out, key, known, check, quick: process.argv.includes('--quick'), real: !server };
  const told = async (name, body) => {
    const begun = Date.now();
    await body(world);
    process.stdout.write(`${name}: ${Math.round((Date.now() - begun) / 1000)} s\n`);
  };
  await told('pages', pageChecks);
  await told('flows', flows);
  await told('forms', formFlows);
  await told('dataset', datasetFlows);
  await told('trouble', troubleFlows);
} catch (error) {
  failed++;
  process.stdout.write(`FAILED  ${error.stack}\n`);
} finally {
  await context.close();
  server?.close();
  rmSync(profile, { recursive: true, force: true });
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed ? 1 : 0;
