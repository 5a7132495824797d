import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { must } from './must.mjs';
import { watched } from './watch.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WIDTHS = [1366, 390];

function routes({ local, harvested, runs, held, checked }) {
  const dataset = `/datasets/${encodeURIComponent(local.id)}`;
  return [
    ['home', '/'],
    ['search', '/search'],
    ['search-words', `/search?q=${encodeURIComponent([...local.title].slice(0, 2).join(''))}`],
    ['search-none', '/search?q=zzzzqqqqxxxx'],
    ['dataset-preview', dataset],
    ...['chart', 'dictionary', 'versions', 'quality', 'api'].map((tab) => [`dataset-${tab}`, `${dataset}?tab=${tab}`]),
    ...(checked ? ['chart', 'map', 'versions'].map((tab) => [`checked-${tab}`, `/datasets/${checked.id}?tab=${tab}`]) : []),
    ...(checked?.refused ? [['run-findings', `/exchange/runs/${checked.refused.id}`]] : []),
    ...(harvested ? [['dataset-harvested', `/datasets/${encodeURIComponent(harvested)}`]] : []),
    ['runs', '/exchange/runs'],
    ...runs.map((id, at) => [`run-${at + 1}`, `/exchange/runs/${encodeURIComponent(id)}`]),
    ...(held ? [['run-held', `/exchange/runs/${encodeURIComponent(held)}`]] : []),
    ['tasks', '/exchange/tasks'],
    ['sources', '/exchange/sources'],
    ['deliveries', '/exchange/deliveries'],
    ['reconciliations', '/exchange/reconciliations'],
    ['developer', '/developer'],
    ['status', '/status'],
    ['missing', '/no-such-page', { missing: true }],
  ];
}

/** What axe finds against WCAG 2.0, 2.1 and 2.2, levels A and AA. */
export async function axeOf(page) {
  // The page's own policy forbids evaluated scripts, so axe is brought in through the debugger.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), TAGS);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`).join(' | ')}`);
}

/** Every route in both languages, both themes and both widths; quick: only the first and the last of these. */
export async function pageChecks({ context, base, out, known, check, quick }) {
  const { page, complaints, settle } = await watched(context);
  for (const language of ['zh', 'en']) {
    for (const theme of ['light', 'dark']) {
      await page.goto(`${base}/developer?lang=${language}`);
      await page.evaluate((chosen) => window.localStorage.setItem('jiaohui.theme', chosen), theme);
      for (const width of WIDTHS) {
        if (quick && [language === 'en', theme === 'dark', width === 390].some((one, _, all) => one !== all[0])) continue;
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        for (const [name, path, { missing = false } = {}] of routes(known)) {
          await check(`${name} ${language} ${theme} ${width}`, async () => {
            complaints.length = 0;
            page.expectsFailures = missing;
            const response = await page.goto(base + path);
            must(response.status() === (missing ? 404 : 200), `status ${response.status()}`);
            await settle();
            if (out) await page.screenshot({ path: join(out, `${name}-${language}-${theme}-${width}.png`), fullPage: width === 390 });
            must((await page.locator('h1').count()) === 1, 'there is not exactly one h1');
            must((await page.title()).length > 0 && (await page.locator('title').count()) === 1, 'there is not exactly one title');
            must((await page.locator('html').getAttribute('lang')) === (language === 'zh' ? 'zh-CN' : 'en'), 'wrong lang');
            must((await page.locator('html').getAttribute('data-theme')) === theme, 'wrong theme');
            must(missing || (await page.locator('.error-state').count()) === 0, `an error is shown: ${await page.locator('.error-state').first().innerText({ timeout: 500 }).catch(() => '')}`);
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            must(overflow <= 0, `the page scrolls sideways by ${overflow} px`);
            const violations = await axeOf(page);
            must(violations.length === 0, violations.join('\n'));
            const csp = await page.evaluate(() => window.cspViolations);
            must(csp.length === 0, `content security policy: ${csp.join(', ')}`);
            must(complaints.length === 0, complaints.join('\n'));
          });
        }
      }
    }
  }
  await page.close();
}
