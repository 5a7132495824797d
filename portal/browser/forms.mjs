import { join } from 'node:path';
import { must } from './must.mjs';
import { axeOf } from './pages.mjs';
import { watched } from './watch.mjs';

/** The way to a first dataset without the API: a source that is tried, its task, and the run before the eyes; a target in the same manner. */
export async function formFlows({ context, base, out, key, known, check, real }) {
  if (!key) return;
  const { page, complaints, settle } = await watched(context);
  await page.setViewportSize({ width: 1366, height: 900 });
  const main = page.locator('main');
  const mark = Date.now().toString(36);
  const enterKey = async () => {
    await settle();
    await main.locator('[data-enter-key]').click();
    await page.fill('[role=dialog] input', key);
    await page.keyboard.press('Enter');
  };
  const clean = async (name, widths = [1366, 390]) => {
    await settle();
    for (const width of widths) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await settle();
      if (out) await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      must(overflow <= 0, `the page scrolls sideways by ${overflow} px`);
      const violations = await axeOf(page);
      must(violations.length === 0, violations.join('\n'));
    }
    await page.setViewportSize({ width: 1366, height: 900 });
  };

  await check('a source that cannot be reached is told with its fix, one without its settings at the field', async () => {
    await page.goto(`${base}/exchange/new-source`);
    await enterKey();
    await main.getByLabel('类型', { exact: true }).selectOption('http');
    await main.locator('[data-try]').click();
    must(await main.locator('[data-setting=url][aria-invalid=true]').evaluate((field) => field === document.activeElement), 'the empty address is not where the focus goes');
    await page.fill('[data-setting=url]', 'http://127.0.0.1:1/none.csv');
    await main.locator('[data-try]').click();
    const failed = main.locator('li.check-failed');
    await failed.waitFor({ timeout: 35_000 });
    must(/SOURCE_UNREACHABLE/.test(await failed.innerText()) && /核对端口/.test(await failed.innerText()), `the fix is not told: ${await failed.innerText()}`);
    await clean('form-source-failed');
  });

  await check('a source is tried and saved, its task saved and run, and the run is Published', async () => {
    complaints.length = 0;
    await page.fill('[data-setting=url]', `${base}/api/v1/datasets/${encodeURIComponent(known.local.id)}/download/csv`);
    await main.locator('[data-try]').click();
    await main.locator('.trial table').waitFor({ timeout: 35_000 });
    must((await main.locator('.trial tbody tr').count()) > 0, 'no sample is shown');
    await clean('form-source-passed', [1366]);
    await main.getByRole('textbox', { name: /^名称/ }).fill(`browser form ${mark}`);
    const login = main.locator('[data-group=login]');
    if (!(await login.evaluate((fold) => fold.open))) await login.locator('summary').click();
    await login.locator('[data-setting=user]').fill('reader');
    await login.getByLabel(/^密码/).fill('never-shown');
    await main.locator('[data-save=task]').click();
    await page.waitForURL(/\/exchange\/new-task\?source=browser-form-/);
    await settle();
    await main.getByRole('textbox', { name: /^名称/ }).fill(`表单建的数据集（示例）${mark}`);
    await main.getByLabel('安排').selectOption('daily');
    await main.locator('[data-next]', { hasText: /接下来：\d{4}-/ }).waitFor();
    await main.locator('input[value=append]').check();
    await main.locator('[data-declare]').click();
    await main.locator('table.columns').waitFor({ timeout: 35_000 });
    await clean('form-task');
    await main.locator('input[value=replace]').check();
    await main.locator('[data-save=run]').click();
    await page.waitForURL(/\/exchange\/runs\/\w+/);
    await page.waitForSelector('.run-head .state:not(.state-open)', { timeout: 120_000 });
    must(/已发布/.test(await page.locator('.run-head').innerText()), `the run has ended otherwise: ${await page.locator('.run-head').innerText()}`);
    must(!real || complaints.length === 0, complaints.join('\n'));
  });

  await check('a saved source and its task can be edited', async () => {
    await page.locator('nav a[href="/exchange/sources"]').first().click();
    await settle();
    await main.locator(`[data-edit=browser-form-${mark}]`).click();
    await page.waitForURL(/\/exchange\/sources\/browser-form-/);
    await settle();
    must((await main.locator('[data-setting=url]').inputValue()).includes('/download/csv'), 'the address is not that which was saved');
    must((await main.locator('.secret-kept').count()) === 1 && !(await page.content()).includes('never-shown'), 'the saved secret is not shown as kept');
    await clean('form-source-edit', [1366]);
    if (real) {
      const path = `${base}/api/v1/sources/browser-form-${mark}`;
      const headers = { Authorization: `Bearer ${key}` };
      const saved = await (await page.request.get(path, { headers })).json();
      await page.request.put(path, { headers, data: { ...saved, createdAt: undefined, title: '别人改的名' } });
      await main.getByRole('textbox', { name: /^名称/ }).fill('我改的名');
      await main.locator('[data-save=only]').click();
      await main.locator('[data-meanwhile] table').waitFor();
      must(/别人改的名/.test(await main.locator('[data-meanwhile]').innerText()), 'what somebody else saved is not shown');
      must((await main.getByRole('textbox', { name: /^名称/ }).inputValue()) === '我改的名', 'what was typed is gone');
      await clean('form-source-meanwhile', [1366, 390]);
      await main.locator('[data-replace]').click();
    } else {
      await main.locator('[data-save=only]').click();
    }
    await page.waitForURL(/\/exchange\/sources$/);
    await clean('form-sources', [390]);
    await main.locator(`a[href="/exchange/tasks/browser-form-${mark}"]`).click();
    await settle();
    must(/每天定时/.test(await main.getByLabel('安排').locator('option:checked').innerText()), 'the schedule is not that which was saved');
    await main.getByLabel('安排').selectOption('manual');
    await main.locator('[data-save=only]').click();
    await page.waitForURL(/\/exchange\/tasks$/);
    if (!real) return;
    const task = await (await page.request.get(`${base}/api/v1/tasks/browser-form-${mark}`, { headers: { Authorization: `Bearer ${key}` } })).json();
    must(task.schedule === undefined && task.schema?.columns.length > 0, `the task is not what the form said: ${JSON.stringify(task)}`);
  });

  await check('a target is tried before it is saved', async () => {
    await page.locator('nav a[href="/exchange/deliveries"]').first().click();
    await settle();
    await main.locator('[data-new-target]').click();
    await page.waitForURL(/\/exchange\/new-target$/);
    await settle();
    await main.getByLabel('类型', { exact: true }).selectOption('http');
    await page.fill('[data-setting=url]', 'http://127.0.0.1:1/');
    await main.locator('[data-try]').click();
    await main.locator('li.check-failed').waitFor({ timeout: 35_000 });
    await clean('form-target');
  });

  if (real) {
    await check('a task and its data are removed, then its source', async () => {
      const id = `browser-form-${mark}`;
      const gone = async (name) => {
        await main.locator(`[data-remove=${id}]`).click();
        const dialog = page.getByRole('dialog');
        await dialog.waitFor();
        const yes = dialog.getByRole('button', { name: /^删\s*除$/ });
        if (name === 'form-remove-task') {
          must(await yes.isDisabled(), 'a task can be removed without a word on its data');
          await dialog.locator('input[value=withdraw]').check();
        }
        await clean(name);
        await yes.click();
        await main.locator(`[data-remove=${id}]`).waitFor({ state: 'detached' });
      };
      await page.locator('nav a[href="/exchange/tasks"]').first().click();
      await settle();
      await gone('form-remove-task');
      must((await page.request.get(`${base}/api/v1/datasets/${id}`)).status() === 404, 'the dataset is still there');
      await page.locator('nav a[href="/exchange/sources"]').first().click();
      await settle();
      await gone('form-remove-source');
    });
  }

  await page.close();
}
