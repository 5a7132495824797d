// Makes the pictures of the documentation anew, from a hub that holds the demonstration data:
// node browser/pictures.mjs --base http://127.0.0.1:8080 --key ADMINISTRATOR_KEY [--out ../docs/screenshots]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { prepare } from './prepare.mjs';
import { watched } from './watch.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : otherwise;
};
const base = option('base', 'http://127.0.0.1:8080').replace(/\/$/, '');
const key = option('key');
const out = option('out', new URL('../../docs/screenshots', import.meta.url).pathname);
if (!key) throw new Error('--key is missing: the administrator key of the hub');

const unfold = (page) => page.locator('main details summary').first().click();
/** What the demonstration data alone shows. */
const DEMONSTRATION = [
  ['home', '/'],
  ['search', '/search'],
  ['search-dark-390', '/search', { theme: 'dark', width: 390, height: 844 }],
  ['dataset-preview', '/datasets/demo-front-end'],
  ['dataset-chart-dark-en', '/datasets/demo-passenger-volume?tab=chart&lang=en', { theme: 'dark' }],
  ['dataset-map', '/datasets/demo-service-areas?tab=map'],
  ['dataset-dictionary', '/datasets/demo-service-areas?tab=dictionary'],
  ['dataset-code', '/datasets/demo-front-end?tab=api'],
];
/** A source is filled in and tried. */
const tried = async (page) => {
  await page.locator('main [data-enter-key]').click();
  await page.fill('[role=dialog] input', key);
  await page.keyboard.press('Enter');
  await page.locator('main').getByLabel('类型', { exact: true }).selectOption('http');
  await page.fill('[data-setting=url]', `${base}/api/v1/datasets/demo-service-areas/download/csv`);
  await page.locator('main [data-try]').click();
  await page.locator('.trial table').waitFor();
  await page.evaluate(() => document.querySelector('[data-try]').scrollIntoView({ block: 'center' }));
};
/** What needs a second version, refused rows and a held run. */
const checked = ({ refused }) => [
  ['dataset-versions', '/datasets/browser-check?tab=versions'],
  ['run', `/exchange/runs/${refused.id}`, { act: unfold }],
  ['tasks', '/exchange/tasks'],
  ['new-source', '/exchange/new-source', { height: 1200, act: tried }],
];

const profile = mkdtempSync(join(tmpdir(), 'jiaohui-pictures-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
async function take(pictures) {
  for (const [name, path, { theme = 'light', width = 1366, height = 900, act } = {}] of pictures) {
    const { page, complaints, settle } = await watched(context);
    await page.setViewportSize({ width, height });
    await page.goto(`${base}/developer?lang=zh`);
    await page.evaluate((chosen) => window.localStorage.setItem('jiaohui.theme', chosen), theme);
    await page.goto(base + path);
    await settle();
    if (act) await act(page);
    await settle();
    await page.screenshot({ path: join(out, `${name}.png`) });
    if (complaints.length) throw new Error(`${name}: ${complaints.join('; ')}`);
    process.stdout.write(`${name}.png\n`);
    await page.close();
  }
}
try {
  await take(DEMONSTRATION);
  await take(checked(await prepare(base, key)));
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
