import { screen, within } from '@testing-library/react';
import user from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { KEPT } from '../forms/schema';
import { hub, show, type Call } from '../testing/show';
import SourcePage from './SourcePage';
import SourcesPage from './SourcesPage';

const connectors = [
  { type: 'file', title: '文件', titleEn: 'File', schema: { properties: { path: { title: '文件路径', description: 'Path', type: 'string', group: 'basic' } }, required: ['path'] } },
  {
    type: 'jdbc',
    title: '数据库',
    titleEn: 'Database',
    schema: {
      properties: {
        url: { title: 'JDBC 地址', description: 'Address', type: 'string', group: 'basic' },
        query: { title: '查询', description: 'Query', type: 'string', group: 'basic', multiline: true },
        password: { title: '密码', description: 'Password', type: 'string', writeOnly: true, group: 'login' },
      },
      required: ['url'],
    },
  },
];
const gates = { id: 'gates', connector: 'jdbc', title: '门架库', settings: { url: 'jdbc:postgresql://db/gates', password: KEPT }, format: {} };
const passed = { passed: true, checks: [{ step: 'SAMPLE', title: '读取样例', titleEn: 'Sample', result: 'PASSED' }], sample: { table: 'a', columns: [{ name: 'code', type: 'text' }], rows: [['A1'], [null]] } };
const failed = { passed: false, checks: [{ step: 'CONNECT', title: '建立连接', titleEn: 'Connect', result: 'FAILED', code: 'SOURCE_UNREACHABLE', detail: 'db:5432 refused', fix: '核对端口', fixEn: 'Check the port' }] };

const bodyOf = ({ init }: Call) => JSON.parse(String(init?.body)) as Record<string, unknown>;
const keyed = (init?: RequestInit) => (init?.headers as Record<string, string> | undefined)?.Authorization === 'Bearer secret';

const working = (trial: unknown = passed, save: { status?: number; body: unknown } = { status: 201, body: {} }) =>
  hub(({ path, init }) => {
    if (path === '/api/v1/connectors') return { body: { connectors } };
    if (path === '/api/v1/tasks') return { body: { tasks: [] } };
    if (!keyed(init)) return { status: 401, body: { status: 401, code: 'UNAUTHENTICATED' } };
    if (path.endsWith('/test')) return { body: trial };
    if (path === '/api/v1/sources/gates') return { body: gates, headers: { ETag: '"r7"' } };
    return init?.method === 'POST' ? save : { body: { sources: [gates] } };
  });

const enter = async () => {
  await user.click(screen.getByRole('button', { name: /输入密钥/ }));
  await user.type(await screen.findByLabelText('管理员密钥', {}, { timeout: 25_000 }), 'secret{Enter}');
};
const create = () => show(<SourcePage />, { path: '/exchange/new-source' });
const edit = () => show(<SourcePage />, { path: '/exchange/sources/:id', at: '/exchange/sources/gates' });

test('nothing is asked for before the key is there', () => {
  const calls = working();
  create();
  expect(screen.getByText('需要管理员密钥')).toBeTruthy();
  expect(calls).toEqual([]);
});

test('a new source is tried before it is saved, and saving leads to its task', async () => {
  const calls = working();
  const router = create();
  await enter();
  await user.click(await screen.findByRole('button', { name: '试一试' }));
  expect(screen.getByText(/这一项必须填写/)).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText(/文件路径/));
  expect(calls.some(({ path }) => path.endsWith('/test'))).toBe(false);

  await user.type(screen.getByLabelText(/文件路径/), '/data/a.csv');
  await user.click(screen.getByRole('button', { name: '试一试' }));
  const sample = await screen.findByRole('table', { name: '样例：前 2 行' });
  expect(within(sample).getByText('A1')).toBeTruthy();
  expect(within(sample).getByText('空')).toBeTruthy();
  const trial = calls.find(({ path }) => path === '/api/v1/connectors/file/test');
  expect(trial && bodyOf(trial).settings).toEqual({ path: '/data/a.csv' });

  await user.type(screen.getByLabelText(/文件路径/), '2');
  expect(screen.getByText(/设置已改动/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: '保存，接着建任务' }));
  await screen.findByText('elsewhere');
  const saved = calls.find(({ path, init }) => path === '/api/v1/sources' && init?.method === 'POST');
  expect(saved && bodyOf(saved)).toMatchObject({ id: 'file-1', connector: 'file', settings: { path: '/data/a.csv2' } });
  expect(router.state.location.pathname + router.state.location.search).toBe('/exchange/new-task?source=file-1');
});

test('a step that fails is shown with its fix', async () => {
  working(failed);
  create();
  await enter();
  await user.type(await screen.findByLabelText(/文件路径/), 'x');
  await user.click(screen.getByRole('button', { name: '试一试' }));
  expect(await screen.findByText('核对端口')).toBeTruthy();
  expect(screen.getByText('SOURCE_UNREACHABLE')).toBeTruthy();
});

test('what the hub refuses stands at the field that it names, in the language of the page', async () => {
  working(passed, { status: 422, body: { status: 422, code: 'SETTINGS_WRONG', field: 'settings.path', detail: '路径不在允许的目录下 / the path is not below the allowed folders' } });
  create();
  await enter();
  await user.type(await screen.findByLabelText(/文件路径/), '/etc/passwd');
  await user.click(screen.getByRole('button', { name: '保存' }));
  expect(await screen.findByText(/^路径不在允许的目录下$|路径不在允许的目录下/)).toBeTruthy();
  const path = screen.getByLabelText(/文件路径/);
  expect(path.getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(path);
  expect(screen.queryByText('SETTINGS_WRONG')).toBeNull();
});

test('an id that is taken replaces nothing', async () => {
  const calls = working();
  create();
  await enter();
  await user.type(await screen.findByLabelText(/文件路径/), 'x');
  await user.clear(screen.getByLabelText(/标识/));
  await user.type(screen.getByLabelText(/标识/), 'gates');
  await user.click(screen.getByRole('button', { name: '保存' }));
  expect(screen.getByText(/这个标识已经有了/)).toBeTruthy();
  expect(calls.some(({ init }) => init?.method === 'POST')).toBe(false);
});

test('an edited source is tried and saved with the secret that is kept', async () => {
  const calls = working();
  edit();
  await enter();
  expect(await screen.findByText('已保存，不再显示')).toBeTruthy();
  expect((screen.getByLabelText(/JDBC 地址/) as HTMLInputElement).value).toBe('jdbc:postgresql://db/gates');
  await user.click(screen.getByRole('button', { name: '试一试' }));
  await screen.findByText('全部通过');
  const trial = calls.find(({ path }) => path === '/api/v1/connectors/jdbc/test');
  expect(trial && bodyOf(trial)).toMatchObject({ source: 'gates', settings: { password: KEPT } });
  await user.selectOptions(screen.getByLabelText('类型'), 'file');
  await user.selectOptions(screen.getByLabelText('类型'), 'jdbc');
  await user.click(screen.getByRole('button', { name: '保存' }));
  await screen.findByText('elsewhere');
  expect(calls.filter(({ path, init }) => path === '/api/v1/sources' && init?.method === 'POST')).toHaveLength(1);
});

test('sources are listed with their address and a way to edit, test and use them', async () => {
  working();
  show(<SourcesPage />, { path: '/exchange/sources' });
  await enter();
  const table = await screen.findByRole('table', { name: '数据源' });
  expect(within(table).getByText('jdbc:postgresql://db/gates')).toBeTruthy();
  expect(within(table).getByRole('link', { name: '修改 门架库' }).getAttribute('href')).toBe('/exchange/sources/gates');
  await user.click(within(table).getByRole('button', { name: '测试 门架库' }));
  expect(await within(table).findByText('可以取数')).toBeTruthy();
});

test('what somebody else saved meanwhile is shown, what was typed stays, and is saved over it when that is wished', async () => {
  const conditions: unknown[] = [];
  let now = gates;
  let tag = '"r7"';
  hub(({ path, init }) => {
    if (path === '/api/v1/connectors') return { body: { connectors } };
    if (!keyed(init)) return { status: 401, body: { status: 401, code: 'UNAUTHENTICATED' } };
    if (init?.method === 'POST') {
      const condition = (init.headers as Record<string, string>)['If-Match'];
      conditions.push(condition);
      return condition === tag ? { status: 201, body: {} } : { status: 412, body: { status: 412, code: 'PRECONDITION_FAILED', detail: '又被保存过 / saved meanwhile' } };
    }
    return path === '/api/v1/sources/gates' ? { body: now, headers: { ETag: tag } } : { body: { sources: [now] } };
  });
  edit();
  await enter();
  const title = await screen.findByLabelText(/^名称/);
  await user.clear(title);
  await user.type(title, '我的门架库');
  now = { ...gates, settings: { ...gates.settings, url: 'jdbc:postgresql://new/gates' } };
  tag = '"r8"';
  await user.click(screen.getByRole('button', { name: '保存' }));
  const meanwhile = await screen.findByText('别人已经先保存了');
  const table = await screen.findByRole('table');
  expect(within(table).getByText('settings.url')).toBeTruthy();
  expect(within(table).getByText('jdbc:postgresql://new/gates')).toBeTruthy();
  expect(meanwhile).toBeTruthy();
  expect((screen.getByLabelText(/^名称/) as HTMLInputElement).value).toBe('我的门架库');
  await user.click(screen.getByRole('button', { name: '以我填写的为准，保存' }));
  await screen.findByText('elsewhere');
  expect(conditions).toEqual(['"r7"', '"r8"']);
});

test('what was typed can be dropped for what is there', async () => {
  let saved = gates;
  hub(({ path, init }) => {
    if (path === '/api/v1/connectors') return { body: { connectors } };
    if (!keyed(init)) return { status: 401, body: { status: 401, code: 'UNAUTHENTICATED' } };
    if (init?.method === 'POST') {
      saved = { ...gates, title: '新名' };
      return { status: 412, body: { status: 412, code: 'PRECONDITION_FAILED', detail: 'x' } };
    }
    return path === '/api/v1/sources/gates' ? { body: saved, headers: { ETag: '"r1"' } } : { body: { sources: [saved] } };
  });
  edit();
  await enter();
  await user.type(await screen.findByLabelText(/^名称/), '二');
  await user.click(screen.getByRole('button', { name: '保存' }));
  await user.click(await screen.findByRole('button', { name: '放弃我填写的，载入最新' }));
  await screen.findByDisplayValue('新名');
  expect(screen.queryByText('别人已经先保存了')).toBeNull();
});
