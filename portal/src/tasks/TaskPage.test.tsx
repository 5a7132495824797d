import { screen, within } from '@testing-library/react';
import user from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { hub, show, type Call } from '../testing/show';
import TaskPage from './TaskPage';

const sources = [
  { id: 'gates', connector: 'file', title: '门架文件', settings: { path: '/data/gates.csv' } },
  { id: 'log', connector: 'cdc', title: '日志', settings: {} },
];
const lists = { themes: [{ code: 'GL', label: '公路' }, { code: 'ZH', label: '综合' }], regions: [{ code: '440000', label: '广东省' }], updateCycles: [{ code: 'DAILY', label: '每日' }, { code: 'IRREGULAR', label: '不定期' }], access: [{ code: 'PUBLIC', label: '无条件开放' }] };
const stored = {
  id: 'tolls', source: 'gates', dataset: 'tolls', title: '通行费', summary: '通行费', publisher: { code: 'local', name: '本节点' }, themes: ['GL'], keywords: ['ETC', '收费'], updateCycle: 'DAILY', access: 'PUBLIC', drift: 'hold', missedRuns: 'once', priority: 5,
  thresholds: { default: { share: 0.1 }, rules: { unique: { rows: 0 } } }, schedule: { kind: 'interval', everySeconds: 3600 }, limits: { rows: 100 }, merge: { mode: 'upsert' },
  schema: { columns: [{ name: 'id', type: 'integer', required: true }, { name: 'plate', type: 'text', pattern: '[A-Z]+', title: '车牌' }], key: ['id'] },
};
const sample = { passed: true, checks: [], sample: { columns: [{ name: 'code', type: 'text' }, { name: 'fee', type: 'decimal(10,2)' }], rows: [['A1', '1.50']] } };

const bodyOf = ({ init }: Call) => JSON.parse(String(init?.body)) as Record<string, unknown>;
const working = (save: { status?: number; body: unknown } = { status: 201, body: {} }) =>
  hub(({ path, init }) => {
    if (path === '/api/v1/sources') return { body: { sources } };
    if (path === '/api/v1/code-lists') return { body: lists };
    if (path === '/api/v1/schedules/next') return { body: { next: ['2026-11-28T03:30:00+08:00', '2026-11-29T03:30:00+08:00'] } };
    if (path === '/api/v1/sources/gates/test') return { body: sample };
    if (path === '/api/v1/tasks/tolls') return { body: stored, headers: { ETag: '"r3"' } };
    if (path.endsWith('/runs')) return { status: 202, body: { id: '01RUN', status: 'queued' } };
    return init?.method === 'POST' ? save : { body: { tasks: [{ id: 'tolls', title: '通行费', source: 'gates' }] } };
  });
const enter = async () => {
  await user.click(screen.getByRole('button', { name: /输入密钥/ }));
  await user.type(await screen.findByLabelText('管理员密钥', {}, { timeout: 25_000 }), 'secret{Enter}');
};
const create = () => show(<TaskPage />, { path: '/exchange/new-task', at: '/exchange/new-task?source=gates' });
const posted = (calls: Call[]) => calls.find(({ path, init }) => path === '/api/v1/tasks' && init?.method === 'POST');

test('a new task is saved and run, and leads to its run', async () => {
  const calls = working();
  const router = create();
  await enter();
  await user.click(await screen.findByRole('button', { name: '保存并立即运行' }));
  expect(screen.getByText(/这一项必须填写/)).toBeTruthy();
  expect(posted(calls)).toBeUndefined();
  await user.type(screen.getByLabelText(/^名称/), '门架');
  await user.selectOptions(screen.getByLabelText('安排'), 'daily');
  expect(await screen.findByText(/接下来：2026-11-28 03:30 · 2026-11-29 03:30/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: '保存并立即运行' }));
  await screen.findByText('elsewhere');
  const body = posted(calls);
  expect(body && bodyOf(body)).toMatchObject({ id: 'gates', source: 'gates', title: '门架', merge: { mode: 'replace' }, schedule: { kind: 'cron', cron: '30 3 * * *' }, drift: 'follow' });
  expect(router.state.location.pathname).toBe('/exchange/runs/01RUN');
});

test('updating by key asks for a key, which is ticked among the columns of a sample', async () => {
  const calls = working();
  create();
  await enter();
  await user.type(await screen.findByLabelText(/^名称/), '门架');
  await user.click(screen.getByLabelText(/按主键更新/));
  await user.click(screen.getByRole('button', { name: '保存' }));
  expect(screen.getByText(/至少勾选一个主键列/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: '按样例声明列' }));
  const table = await screen.findByRole('table', { name: '列与主键' });
  await user.click(within(table).getByLabelText('code 是主键'));
  await user.click(within(table).getByLabelText('fee 必填'));
  await user.click(screen.getByRole('button', { name: '保存' }));
  await screen.findByText('elsewhere');
  const body = posted(calls);
  expect(body && bodyOf(body)).toMatchObject({ merge: { mode: 'upsert' }, schema: { columns: [{ name: 'code', type: 'text' }, { name: 'fee', type: 'decimal(10,2)', required: true }], key: ['code'] } });
});

test('a source that follows a log knows its key', async () => {
  const calls = working();
  create();
  await enter();
  await user.type(await screen.findByLabelText(/^名称/), '日志');
  await user.selectOptions(screen.getByLabelText('数据源'), 'log');
  await user.click(screen.getByLabelText(/按主键更新/));
  await user.click(screen.getByRole('button', { name: '保存' }));
  await screen.findByText('elsewhere');
  expect(posted(calls)).toBeDefined();
});

test('an edited task keeps all that the form does not show', async () => {
  const calls = working();
  show(<TaskPage />, { path: '/exchange/tasks/:id', at: '/exchange/tasks/tolls' });
  await enter();
  const title = await screen.findByLabelText(/^名称/, { selector: 'input[aria-required]' });
  expect(screen.getByText('另有 1 条规则，保持不变')).toBeTruthy();
  await user.type(title, '二');
  await user.click(screen.getByRole('button', { name: '保存' }));
  await screen.findByText('elsewhere');
  const body = posted(calls);
  expect(body && bodyOf(body)).toEqual({ ...stored, title: '通行费二' });
});

test('what the hub refuses stands where it belongs', async () => {
  working({ status: 400, body: { status: 400, code: 'BAD_REQUEST', field: 'schedule', detail: '不支持 arrival / not for it' } });
  create();
  await enter();
  await user.type(await screen.findByLabelText(/^名称/), '门架');
  await user.selectOptions(screen.getByLabelText('安排'), 'arrival');
  await user.click(screen.getByRole('button', { name: '保存' }));
  expect(await screen.findByText(/不支持 arrival/)).toBeTruthy();
  expect(screen.getByLabelText('安排').getAttribute('aria-invalid')).toBe('true');
});
