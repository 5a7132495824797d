import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from './must.mjs';
import { axeOf } from './pages.mjs';
import { watched } from './watch.mjs';

/** What people do: find, filter, read, download, look at a run, switch language and theme, start a run. */
export async function flows({ context, base, out, key, known, check, real }) {
  const { page, complaints, settle } = await watched(context);
  const main = page.locator('main');
  await page.setViewportSize({ width: 1366, height: 900 });

  const enterKey = async () => {
    await settle();
    await main.locator('[data-enter-key]').click();
    await page.fill('[role=dialog] input', key);
    await page.keyboard.press('Enter');
  };
  /** In both themes and widths: nothing scrolls sideways, axe is content; afterwards the page looks as before. */
  const inEveryLook = async (name) => {
    await settle();
    for (const theme of ['light', 'dark']) {
      for (const width of [1366, 390]) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        await settle();
        if (out) await page.screenshot({ path: join(out, `${name}-${theme}-${width}.png`), fullPage: true });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        must(overflow <= 0, `the page scrolls sideways by ${overflow} px`);
        const violations = await axeOf(page);
        must(violations.length === 0, violations.join('\n'));
      }
      await page.locator('[data-switch=theme]').click();
    }
    await page.setViewportSize({ width: 1366, height: 900 });
  };

  await check('the language switch changes words, lang and stays after a reload', async () => {
    await page.goto(`${base}/?lang=zh`);
    await settle();
    await page.click('[data-switch=language]');
    must((await page.locator('html').getAttribute('lang')) === 'en', 'lang is not en');
    must(/Where transport data meets/.test(await page.locator('h1').innerText()), 'the heading is not English');
    await page.goto(`${base}/`);
    await settle();
    must((await page.locator('html').getAttribute('lang')) === 'en', 'the choice is forgotten');
    await page.click('[data-switch=language]');
    must((await page.locator('html').getAttribute('lang')) === 'zh-CN', 'lang is not zh-CN');
  });

  await check('the theme switch changes the colours and stays after a reload', async () => {
    const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.goto(`${base}/`);
    await settle();
    const before = await colour();
    await page.click('[data-switch=theme]');
    must((await colour()) !== before, 'the background is the same');
    const after = await colour();
    await page.reload();
    await settle();
    must((await colour()) === after, 'the choice is forgotten');
    await page.evaluate(() => window.localStorage.setItem('jiaohui.theme', 'light'));
  });

  await check('search, facet, dataset, download, run', async () => {
    complaints.length = 0;
    await page.goto(`${base}/`);
    await settle();
    const word = [...known.local.title].slice(0, 2).join('');
    await page.fill('input[name=q]', word);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=/);
    await settle();
    must(/[1-9]/.test(await page.locator('.results-count').innerText()), 'no result is counted');

    await page.goto(`${base}/search`);
    await settle();
    const before = await page.locator('.results-count').innerText();
    const box = page.locator('.facets-side input[type=checkbox]').first();
    await box.check();
    await page.waitForURL(/\/search\?\w+=/);
    await settle();
    must((await page.locator('.chip').count()) === 1, 'there is no chip for the filter');
    must(/[1-9]/.test(await page.locator('.results-count').innerText()), `the filter leaves nothing of ${before}`);
    await page.reload();
    await settle();
    must(await page.locator('.facets-side input[type=checkbox]:checked').count(), 'the address does not keep the filter');

    await page.goto(`${base}/search?q=${encodeURIComponent(known.local.title)}`);
    await settle();
    await page.locator('article.result h2 a').first().click();
    await page.waitForURL(/\/datasets\//);
    await page.goto(`${base}/datasets/${encodeURIComponent(known.local.id)}`);
    await settle();
    const link = page.locator('[data-download]').first();
    const answer = await page.request.get(new URL(await link.getAttribute('href'), base).href, { headers: { Range: 'bytes=0-99' } });
    must([200, 206].includes(answer.status()), `the download answers ${answer.status()}`);

    const run = known.local.lineage?.run ?? known.runs[0];
    await page.goto(`${base}/exchange/runs/${encodeURIComponent(run)}`);
    await settle();
    must((await page.locator('.counts dd').count()) === 3, 'the run shows no counts');
    must(complaints.length === 0, complaints.join('\n'));
  });

  await check('the server fills the shell of a dataset page', async () => {
    const answer = await page.request.get(`${base}/datasets/${encodeURIComponent(known.local.id)}`, { headers: { Accept: 'text/html' } });
    const text = await answer.text();
    const start = [...known.local.title].slice(0, 4).join('');
    must(new RegExp(`<title>[^<]*${start}`).test(text), 'the title is not that of the dataset');
    must(text.match(/<title>/g).length === 1, 'there are two titles');
    must(/<h1[^>]*>/.test(text), 'there is no heading without JavaScript');
    must(text.includes('application/ld+json'), 'there is no schema.org description');
  });

  await check('the preview sorts, filters and pages', async () => {
    const records = [];
    page.on('request', (request) => request.url().includes('/records') && records.push(new URL(request.url()).searchParams));
    const answered = () => page.waitForResponse((response) => response.url().includes('/records') && response.ok(), { timeout: 15_000 });
    await page.goto(`${base}/datasets/${encodeURIComponent(known.local.id)}`);
    await settle();
    const rows = page.locator('.preview-table tbody tr');
    must((await rows.count()) > 0, 'no row is shown');
    await Promise.all([answered(), page.locator('.column-head').first().click()]);
    must(await page.locator('th[aria-sort=ascending]').count(), 'no column is sorted');
    await Promise.all([answered(), page.locator('.column-head').first().click()]);
    await page.waitForSelector('th[aria-sort=descending]');
    must(/DESC$/.test(records.at(-1).get('order')), 'the server was not asked to sort');
    const next = page.locator('.pager button').last();
    if (await next.isEnabled()) {
      await Promise.all([answered(), next.click()]);
      must(records.at(-1).get('cursor'), 'the next page has no cursor');
    }
    const text = known.local.columns?.find(({ type }) => type === 'text');
    if (text) {
      await page.locator('.conditions select').first().selectOption(text.name);
      await page.locator('.conditions select').nth(1).selectOption('filled');
      await Promise.all([answered(), page.locator('.conditions button').click()]);
      must(/IS NOT NULL$/.test(records.at(-1).get('where')), 'the server was not asked to filter');
    }
    page.removeAllListeners('request');
  });

  await check('the console of the API tab shows a real answer', async () => {
    await page.goto(`${base}/datasets/${encodeURIComponent(known.local.id)}?tab=api`);
    await settle();
    await page.locator('.console button').click();
    await page.waitForSelector('.answer pre');
    const body = JSON.parse(await page.locator('.answer pre').innerText());
    must(Array.isArray(body.columns) && Array.isArray(body.rows), 'the answer holds no columns and rows');
  });

  await check('on a phone the filters are a drawer', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${base}/search`);
    await settle();
    await page.click('.facets-button');
    const box = page.locator('[role=dialog] input[type=checkbox]').first();
    await box.waitFor();
    await page.waitForTimeout(500);
    if (out) await page.screenshot({ path: join(out, 'drawer-390.png') });
    const violations = await axeOf(page);
    must(violations.length === 0, violations.join('\n'));
    await box.check();
    await page.waitForURL(/\/search\?\w+=/);
    await page.setViewportSize({ width: 1366, height: 900 });
  });

  await check('the keyboard reaches the content by the skip link', async () => {
    await page.goto(`${base}/search`);
    await settle();
    await page.keyboard.press('Tab');
    must((await page.evaluate(() => document.activeElement?.className)) === 'skip', 'the skip link is not first');
    await page.keyboard.press('Enter');
    must((await page.evaluate(() => document.activeElement?.id)) === 'main', 'the skip link does not lead to main');
  });

  await check('a wrong key is refused and asked for again', async () => {
    if (!known.tasks.length) return;
    page.expectsFailures = true;
    await page.goto(`${base}/exchange/tasks`);
    await settle();
    await page.locator('[data-start]').first().click();
    await page.fill('[role=dialog] input', 'not-the-key');
    await page.waitForTimeout(300);
    if (out) await page.screenshot({ path: join(out, 'key-dialog.png') });
    const violations = await axeOf(page);
    must(violations.length === 0, violations.join('\n'));
    await page.keyboard.press('Enter');
    await main.locator('[role=alert]').waitFor();
    await page.locator('[data-start]').first().click();
    await page.waitForSelector('[role=dialog] input');
    await page.keyboard.press('Escape');
    page.expectsFailures = false;
  });

  await check('a held run shows its difference and takes a decision', async () => {
    if (!known.held || !key || real) return;
    await page.goto(`${base}/exchange/runs/${encodeURIComponent(known.held)}`);
    await settle();
    must((await main.locator('.held tbody tr').count()) > 0, 'no difference is shown');
    await main.locator('[data-decision=evolve]').click();
    await page.fill('[role=dialog] input', key);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.held [role=status]');
  });

  await check('deliveries are shown with the key, in every theme and width, and delivered now', async () => {
    if (!key) return;
    await page.goto(`${base}/exchange/deliveries`);
    await enterKey();
    await main.locator('#subscriptions').waitFor();
    await inEveryLook('deliveries-keyed');
    if (real) return;
    await main.locator('[data-test=city]').click();
    await main.locator('td .state-bad', { hasText: /不能交付|Cannot/ }).waitFor();
    await main.locator('[data-deliver]').first().click();
    await main.locator('section[aria-labelledby=subscriptions] .actions [role=status]').waitFor();
  });

  await check('a statement is made, opened, read in every theme and width, downloaded and transmitted again', async () => {
    const published = known.tasks.find(({ lastRun }) => lastRun?.outcome === 'Published');
    if (!key || !published) return;
    complaints.length = 0;
    await page.goto(`${base}/exchange/reconciliations`);
    await enterKey();
    await main.locator('#statements').waitFor();
    await inEveryLook('reconciliations-keyed');
    await main.locator('.make-statement select').selectOption(published.id);
    await main.locator('.make-statement [data-reconcile]').click();
    await page.waitForURL(/\/exchange\/reconciliations\/\w+/, { timeout: 60_000 });
    await main.locator('.proof-chain').first().waitFor();
    await inEveryLook('statement-keyed');
    for (const format of ['csv', 'json']) {
      const [file] = await Promise.all([page.waitForEvent('download'), main.locator(`[data-statement-file=${format}]`).click()]);
      must((await readFile(await file.path(), 'utf8')).includes(format === 'csv' ? '任务 task' : '"lines"'), `the ${format} is no statement`);
    }
    if (!real) {
      await main.locator('[data-retransmit]').click();
      await page.locator('[role=dialog] .ant-btn-primary').waitFor();
      await page.waitForTimeout(300);
      if (out) await page.screenshot({ path: join(out, 'statement-confirm.png') });
      const violations = await axeOf(page);
      must(violations.length === 0, violations.join('\n'));
      await page.keyboard.press('Escape');
      must((await main.locator('#ordered').count()) === 0, 'it is transmitted although nobody confirmed');
      await main.locator('[data-retransmit]').click();
      await page.locator('[role=dialog] .ant-btn-primary').click();
      await main.locator('#ordered').waitFor();
      await settle();
      if (out) await page.screenshot({ path: join(out, 'statement-transmitted.png'), fullPage: true });
    }
    must(complaints.length === 0, complaints.join('\n'));
  });

  await check('run now starts a run that comes to its end before the eyes', async () => {
    if (!known.tasks.length || !key) return;
    await page.goto(`${base}/exchange/tasks`);
    await settle();
    await page.locator('[data-start]').first().click();
    await page.fill('[role=dialog] input', key);
    await page.keyboard.press('Enter');
    await main.locator('td [role=status] a').click();
    await page.waitForURL(/\/exchange\/runs\//);
    await page.waitForSelector('.run-head .state:not(.state-open)', { timeout: 120_000 });
  });

  await page.close();
}
