import { join } from 'node:path';
import { must } from './must.mjs';
import { axeOf } from './pages.mjs';
import { watched } from './watch.mjs';

const problem = (status, more = {}, headers = {}) => ({
  status,
  headers: { 'Content-Type': 'application/problem+json', ...headers },
  body: JSON.stringify({ title: 'made for this check', status, detail: 'made for this check', code: 'MADE_UP', traceId: 'trace-4711', ...more }),
});

/** What people see when something is not there: the hub, the network, JavaScript. */
export async function troubleFlows({ context, base, out, known, check, real }) {
  // What only a hub knows: its own words for a wrong question, its status, the pages that it writes.
  const checkHub = (name, body) => (real ? check(name, body) : undefined);
  const { page, settle } = await watched(context);
  await page.setViewportSize({ width: 1366, height: 900 });
  page.expectsFailures = true;
  const dataset = `/datasets/${encodeURIComponent(known.local.id)}`;
  const records = '**/api/v1/datasets/*/records*';
  const shown = async () => {
    await page.locator('.error-state').first().waitFor({ timeout: 15_000 });
    return page.locator('.error-state').first().innerText();
  };
  const clean = async (name) => {
    if (out) await page.screenshot({ path: join(out, `${name}.png`) });
    const violations = await axeOf(page);
    must(violations.length === 0, violations.join('\n'));
  };

  await check('a hub that does not answer is said so, and trying again mends it', async () => {
    await page.route(records, (route) => route.abort());
    await page.goto(base + dataset);
    must(/连接不上|cannot be reached/.test(await shown()), 'the words do not tell that nothing answers');
    must((await page.locator('.downloads li').count()) > 0, 'the rest of the page is gone');
    await clean('trouble-offline');
    await page.unroute(records);
    await page.click('.error-state button');
    await page.waitForSelector('.preview-table tbody tr');
  });

  await check('an error of the hub shows its code and its trace number', async () => {
    await page.route(records, (route) => route.fulfill(problem(500)));
    await page.goto(base + dataset);
    const text = await shown();
    must(text.includes('trace-4711') && text.includes('MADE_UP'), `code and trace number are missing: ${text}`);
    await clean('trouble-500');
    await page.unroute(records);
  });

  await check('too many requests: when to come back', async () => {
    await page.route(records, (route) => route.fulfill(problem(429, {}, { 'Retry-After': '12' })));
    await page.goto(base + dataset);
    must((await shown()).includes('12'), 'the seconds to wait are missing');
    await page.unroute(records);
  });

  await checkHub('a wrong question shows the words of the hub', async () => {
    await page.goto(`${base}${dataset}?f.${encodeURIComponent(known.local.columns.find(({ type }) => type !== 'text').name)}=ge:not-a-value`);
    const text = await shown();
    must(/BAD_QUERY/.test(text), `the answer of the hub is not shown: ${text}`);
  });

  await checkHub('an unknown dataset is a page with status 404', async () => {
    const response = await page.goto(`${base}/datasets/no-such-dataset`);
    await settle();
    must(response.status() === 404 && (await page.locator('.missing').count()) === 1, `status ${response.status()}`);
  });

  await check('a lost network is said while it lasts', async () => {
    await page.goto(`${base}/developer`);
    await settle();
    await context.setOffline(true);
    await page.waitForSelector('.offline');
    await clean('trouble-network');
    await context.setOffline(false);
    await page.waitForSelector('.offline', { state: 'detached' });
  });

  await check('on paper there is nothing to click, and nobody who wants stillness sees movement', async () => {
    await page.goto(`${base}${dataset}?tab=dictionary`);
    await settle();
    await page.emulateMedia({ media: 'print', reducedMotion: 'reduce' });
    must(!(await page.locator('.topbar').isVisible()) && !(await page.locator('.tabs').isVisible()), 'navigation is printed');
    must(await page.locator('.dictionary').isVisible(), 'the dictionary is not printed');
    const moving = await page.evaluate(() => document.getAnimations().length);
    must(moving === 0, `${moving} animations run`);
    await page.emulateMedia({ media: 'screen', reducedMotion: 'no-preference' });
  });

  await checkHub('without JavaScript a dataset can be read and downloaded, in both languages', async () => {
    for (const [query, words] of [['', '数据字典'], ['?lang=en', 'Data dictionary']]) {
      const response = await page.request.get(base + dataset + query, { headers: { Accept: 'text/html' } });
      const text = await response.text();
      must(text.includes(words), `no dictionary at ${query}`);
      must(/<a href="\/api\/v1\/datasets\/[^"]+\/download\/csv"/.test(text), `no download at ${query}`);
      must(/<link rel="canonical"/.test(text) && /hreflang="en"/.test(text) && /hreflang="zh-CN"/.test(text), `no canonical address or languages at ${query}`);
      const linked = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)[1]);
      must(linked['@type'] === 'Dataset' && linked.name && linked.description && linked.distribution.length > 0 && linked.variableMeasured.length > 0, 'the description in schema.org is thin');
    }
    const found = await (await page.request.get(`${base}/search?q=${encodeURIComponent(known.local.title)}`)).text();
    must(found.includes(`href="/datasets/${known.local.id}"`), 'search without JavaScript finds nothing');
  });

  await page.close();
}
