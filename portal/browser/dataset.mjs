import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from './must.mjs';
import { printed } from './snippets.mjs';
import { watched } from './watch.mjs';

/** What a reader does with one dataset: choose columns, take rows away, draw them, compare versions, run the code examples. */
export async function datasetFlows({ context, base, out, key, known, check }) {
  const { page, settle } = await watched(context);
  await page.setViewportSize({ width: 1366, height: 900 });
  const { local, checked } = known;
  const address = (dataset, query = '') => `${base}/datasets/${encodeURIComponent(dataset.id)}${query}`;
  const open = async (dataset, query) => {
    await page.goto(address(dataset, query));
    await settle();
  };
  const titles = () => page.locator('.preview-table thead th').count();

  await check('columns can be chosen by keyboard and stay in the address', async () => {
    await open(local);
    const before = await titles();
    const button = page.locator('[data-popover=columns]');
    await button.focus();
    await page.keyboard.press('Enter');
    await page.locator('.popover-panel:not([hidden]) input[type=checkbox]').first().focus();
    await page.keyboard.press('Space');
    await page.waitForFunction((count) => document.querySelectorAll('.preview-table thead th').length === count, before - 1);
    await page.keyboard.press('Escape');
    must(await button.evaluate((element) => element === document.activeElement), 'the focus is not back on the button');
    must((await page.locator('.popover-panel:not([hidden])').count()) === 0, 'the panel is still open');
    await page.reload();
    await settle();
    must((await titles()) === before - 1, 'the address does not keep the columns');
  });

  await check('what is shown can be downloaded: the same rows and columns as CSV', async () => {
    const dataset = checked ?? local;
    const text = dataset.columns.find(({ type }) => type === 'text');
    await open(dataset, `?f.${encodeURIComponent(text.name)}=filled&order=-${encodeURIComponent(text.name)}&col=${encodeURIComponent(text.name)}&col=${encodeURIComponent(dataset.columns[1].name)}`);
    const told = Number((await page.locator('.preview-head strong').innerText()).replace(/\D/g, ''));
    await page.click('[data-popover=takeaway]');
    const link = page.locator('[data-download=conditions]');
    const response = await page.request.get(new URL(await link.getAttribute('href'), base).href);
    must(response.ok() && /text\/csv/.test(response.headers()['content-type']), `the CSV answers ${response.status()} ${response.headers()['content-type']}`);
    const [head, ...lines] = (await response.text()).trimEnd().split('\n');
    must(lines.length === told, `the page tells ${told} rows, the file has ${lines.length}`);
    must(head.split(',').length === new Set([text.name, dataset.columns[1].name]).size, `the file has the columns ${head}`);
  });

  await check('conditions go along from table to chart to code', async () => {
    const column = local.columns.find(({ type }) => type === 'text');
    await open(local, `?f.${encodeURIComponent(column.name)}=filled`);
    await page.locator('.tabs a', { hasText: /图表|Chart/ }).click();
    await page.waitForURL(/tab=chart/);
    await page.waitForSelector('.chart-title');
    must((await page.locator('.chip').count()) === 1, 'the chart does not show the condition');
    await page.locator('.tabs a', { hasText: /接口|API/ }).click();
    await page.waitForSelector('.console');
    must(/IS NOT NULL/.test(await page.inputValue('input[name=where]')), 'the console does not begin with the condition');
  });

  await check('the dictionary can be taken away and tells shares of empty values', async () => {
    await open(local, '?tab=dictionary');
    must((await page.locator('.dictionary .bar').count()) > 0, 'no share is drawn');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-download=dictionary]')]);
    must(/-dictionary\.csv$/.test(download.suggestedFilename()), 'the file has no name');
  });

  if (checked) {
    await check('the three first calls of the developer page run', async () => {
      await page.goto(`${base}/developer`);
      await page.waitForFunction(() => document.querySelector('.first-steps')?.textContent.includes('{id}') === false);
      for (const code of await page.locator('.first-steps pre').allInnerTexts()) {
        const output = await printed('curl', code);
        if (output === undefined) continue;
        const body = JSON.parse(output);
        must((body.items ?? body.rows).length > 0, `nothing answers ${code}`);
      }
    });

    await check('the graph of the catalogue answers SPARQL in the page', async () => {
      await page.goto(`${base}/developer#sparql`);
      await settle();
      for (const example of await page.locator('#sparql .segments button[aria-pressed]').all()) {
        await example.click();
        await Promise.all([page.waitForResponse((response) => response.url().endsWith('/sparql')), page.click('[data-sparql]')]);
        await page.waitForFunction(() => /[1-9]/.test(document.querySelector('.sparql-answer [role=status]')?.textContent ?? ''), undefined, { timeout: 15_000 });
      }
    });

    await check('a run shows its counts and hands out the file as it was delivered', async () => {
      await page.goto(`${base}/exchange/runs/${encodeURIComponent(checked.lineage.run)}`);
      await settle();
      const offered = checked.downloads.some(({ format }) => format === 'original');
      if (!offered) return;
      const link = page.locator('[data-download=original]');
      await link.waitFor();
      const file = await page.request.get(new URL(await link.getAttribute('href'), base).href);
      must(file.ok() && (await file.text()).startsWith('站点编码,站名'), 'the original is not the file that was published');
    });

    await check('findings are a table; values and refused rows are there for the key alone', async () => {
      await page.goto(`${base}/exchange/runs/${checked.refused.id}`);
      await settle();
      must((await page.locator('.findings > tbody > tr').count()) === checked.refused.findings.length, 'not every finding is listed');
      await page.locator('.findings summary').first().click();
      must(!/十元|42|98/.test(await page.locator('.findings details[open] td.value').first().innerText().catch(() => '')), 'values are shown without the key');
      must(await page.locator('[data-values-withheld]').isVisible(), 'nothing says that the key is needed');
      if (out) await page.screenshot({ path: join(out, 'run-withheld.png'), fullPage: true });
      await page.locator('[data-values-withheld] button').click();
      await page.fill('[role=dialog] input', key);
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-values-withheld]', { state: 'detached' });
      if (!(await page.locator('.findings details[open]').count())) await page.locator('.findings summary').first().click();
      must(/十元|42|98/.test(await page.locator('.findings details[open]').first().innerText()), 'the samples are not shown');
      const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.quarantine [data-quarantine]').click()]);
      const text = await readFile(await file.path(), 'utf8');
      must(text.trimEnd().split('\n').length === 1 + checked.refused.refused, 'the file does not hold the refused rows');
    });

    await check('times are drawn as a line whose numbers stand in a table', async () => {
      await open(checked, '?tab=chart');
      await page.waitForSelector('.line-chart path.chart-line');
      await page.click('.chart-numbers summary');
      must((await page.locator('.chart-numbers tbody tr').count()) === 9, 'the table does not hold the nine groups');
      await page.locator('.line-chart svg').hover();
      must(/\d{4}-\d{2}/.test(await page.locator('.line-chart .map-said').innerText()), 'the point under the pointer is not told');
    });

    await check('numbers are drawn in ranges that hold every row', async () => {
      await open(checked, `?tab=chart&by=lon`);
      await page.waitForSelector('.chart tbody tr');
      const values = await page.locator('.chart-value').allInnerTexts();
      must(values.reduce((sum, one) => sum + Number(one.replace(/,/g, '')), 0) === checked.rows, `the ranges hold ${values.join(' + ')} of ${checked.rows} rows`);
    });

    await check('places are drawn and listed', async () => {
      await open(checked, '?tab=map');
      await page.waitForSelector('.map-dots');
      const dots = ((await page.locator('.map-dots').getAttribute('d')).match(/M/g) ?? []).length;
      must(dots === checked.rows, `${dots} dots for ${checked.rows} rows`);
      must((await page.locator('.map-table tbody tr').count()) === 50, 'the places are not listed');
    });

    await check('two versions are compared column by column', async () => {
      await open(checked, '?tab=versions');
      await page.waitForSelector('.compare table');
      const text = await page.locator('.compare').innerText();
      must(text.includes('线路'), `the new column is not named: ${text}`);
    });

    await check('the code examples run and print the rows that the page shows', async () => {
      await open(checked, `?tab=api&f.${encodeURIComponent('站名')}=contains:'东'&order=-lon&col=${encodeURIComponent('站点编码')}&col=${encodeURIComponent('站名')}`);
      const missing = [];
      for (const segment of await page.locator('.segments button[aria-pressed]').all()) {
        await segment.click();
        const language = await segment.innerText();
        const output = await printed(language, await page.locator('[data-snippet]').innerText());
        if (output === undefined) missing.push(language);
        else must(output.includes("示例60号站, '东'") && output.includes('A56') && !output.includes('A55'), `${language} prints ${output.slice(0, 400)}`);
      }
      must(!missing.length || process.env.CI === undefined, `not installed: ${missing.join(', ')}`);
    });
  }
  await page.close();
}
