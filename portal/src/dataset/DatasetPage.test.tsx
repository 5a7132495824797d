import { screen, within } from '@testing-library/react';
import user from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { hub, show, type Call } from '../testing/show';
import DatasetPage from './DatasetPage';

const dataset = {
  id: 'toll-gates', title: '收费门架', rows: 3, version: 'v3', origin: { kind: 'LOCAL' },
  columns: [
    { name: 'plate', title: '车牌', type: 'text', required: true, profile: { nulls: 0, distinct: 3, top: [{ value: '粤A', count: 2 }] } },
    { name: 'axles', title: '轴数', type: 'integer' },
  ],
  downloads: [{ format: 'csv', url: '/api/v1/datasets/toll-gates/download/csv', bytes: 86_400_000, sha256: 'abc' }],
};
const harvested = { id: 'bus', title: '公交', origin: { kind: 'HARVESTED', source: 'demo' }, distributions: [{ title: '站点', format: 'CSV', downloadUrl: 'javascript:alert(1)', accessUrl: 'https://example.org/bus' }] };

function answers({ path, query }: Call) {
  if (path.endsWith('/records')) {
    const second = query.get('cursor') === 'c2';
    return { body: { version: 'v3', total: 3, columns: [{ name: 'plate', type: 'text' }, { name: 'axles', type: 'integer' }], rows: second ? [['粤C', null]] : [['粤A', 2], ['粤B', 4]], next: second ? undefined : 'c2' } };
  }
  return { body: path.includes('bus') ? harvested : dataset };
}

const open = (at: string) => show(<DatasetPage />, { path: '/datasets/:id', at });

test('previews rows with titles and types and pages by cursor', async () => {
  hub(answers);
  open('/datasets/toll-gates');
  const table = await screen.findByRole('table', { name: '数据预览表' });
  expect(within(table).getByText('plate · 文本')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: '下一页' }));
  expect(await screen.findByText('粤C')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: '上一页' }));
  expect(await screen.findByText('粤A')).toBeTruthy();
});

test('sorts and filters on the server', async () => {
  const calls = hub(answers);
  open('/datasets/toll-gates');
  await user.click(await screen.findByRole('button', { name: /轴数.*排序/ }));
  await user.selectOptions(screen.getByLabelText('列'), 'axles');
  await user.selectOptions(screen.getByLabelText('条件'), 'ge');
  await user.type(screen.getByLabelText('值'), '3');
  await user.click(screen.getByRole('button', { name: '筛选' }));
  await screen.findByRole('button', { name: '去掉条件：轴数 不小于 3' });
  const last = calls.filter(({ path }) => path.endsWith('/records')).at(-1);
  expect(last?.query.get('where')).toBe('axles >= 3');
  expect(last?.query.get('order')).toBe('axles ASC');
});

test('chooses columns, and the download follows conditions, order and columns', async () => {
  const calls = hub(answers);
  const router = open('/datasets/toll-gates?f.axles=ge:3&f.axles=le:6&order=-axles');
  await user.click(await screen.findByRole('button', { name: '列 2/2' }));
  await user.click(screen.getByRole('checkbox', { name: /轴数/ }));
  expect(router.state.location.search).toContain('col=plate');
  await user.keyboard('{Escape}');
  await user.click(await screen.findByRole('button', { name: '按当前条件下载' }));
  const link = new URL(screen.getByRole('link', { name: '下载这些行（CSV）' }).getAttribute('href') ?? '', 'http://hub.test');
  expect(link.pathname).toBe('/api/v1/datasets/toll-gates/records');
  expect(Object.fromEntries(link.searchParams)).toEqual({ format: 'csv', select: 'plate', where: 'axles >= 3 AND axles <= 6', order: 'axles DESC' });
  expect(calls.filter(({ path }) => path.endsWith('/records')).at(-1)?.query.get('select')).toBe('plate');
});

test('compares the schemas of two versions', async () => {
  hub(({ path, query, init }) => {
    if (path.endsWith('/versions')) return { body: { versions: [{ version: 'v2', rows: 5, schemaChanged: true }, { version: 'v1', rows: 3 }] } };
    if (path.endsWith('/versions/v1')) return { body: { version: 'v1', rows: 3, columns: [dataset.columns[0], { name: 'axles', type: 'text' }] } };
    if (path.endsWith('/versions/v2')) return { body: { version: 'v2', rows: 5, columns: dataset.columns } };
    return answers({ path, query, init });
  });
  open('/datasets/toll-gates?tab=versions');
  const table = await screen.findByRole('table', { name: '结构差异' });
  expect(within(table).getByText('axles')).toBeTruthy();
  expect(within(table).getAllByText('类型')).toHaveLength(2);
  expect(screen.getByText('行数 3 → 5（+2）')).toBeTruthy();
  const versions = screen.getByRole('table', { name: '版本' });
  expect(within(versions).getByText('首个版本')).toBeTruthy();
  expect(within(versions).queryByText('未变')).toBeNull();
});

test('lists downloads with size and a copyable digest', async () => {
  hub(answers);
  open('/datasets/toll-gates');
  expect((await screen.findByRole('link', { name: '下载 CSV' })).getAttribute('href')).toBe('/api/v1/datasets/toll-gates/download/csv');
  expect(screen.getByText('86.4 MB')).toBeTruthy();
  expect(screen.getByRole('button', { name: '复制 SHA-256' })).toBeTruthy();
});

test('the dictionary names types and most frequent values', async () => {
  hub(answers);
  open('/datasets/toll-gates?tab=dictionary');
  const table = await screen.findByRole('table', { name: '数据字典' });
  expect(within(table).getByText('粤A')).toBeTruthy();
  expect(within(table).getByText('必填')).toBeTruthy();
});

test('a harvested entry shows its resources and never a script link', async () => {
  hub(answers);
  open('/datasets/bus');
  const link = await screen.findByRole('link', { name: '打开 站点' });
  expect(link.getAttribute('href')).toBe('https://example.org/bus');
  expect(screen.queryByRole('table', { name: '数据预览表' })).toBeNull();
});

test('an unknown dataset is a page that says so', async () => {
  hub(() => ({ status: 404, body: { code: 'UNKNOWN_DATASET' } }));
  open('/datasets/none');
  expect(await screen.findByRole('heading', { name: '没有这个页面' })).toBeTruthy();
});

test('restricted data shows its columns and how to apply for it; with the key its rows and files', async () => {
  const described = { id: 'tracks', title: '轨迹', origin: { kind: 'LOCAL' }, publisher: { code: 'x', name: '某厅' }, access: { code: 'RESTRICTED', label: '有条件开放' }, accessConditions: '写信给数据科', columns: dataset.columns, links: { turtle: '/t' } };
  hub((call) => {
    const keyed = new Headers(call.init?.headers).has('Authorization');
    if (call.path.endsWith('/records')) return keyed ? answers(call) : { status: 401, body: {} };
    return { body: keyed ? { ...described, rows: 3, version: 'v3', downloads: dataset.downloads, links: { turtle: '/t', records: '/r' } } : described };
  });
  open('/datasets/tracks');
  expect(await screen.findByText('写信给数据科')).toBeTruthy();
  expect(screen.getByText('有条件开放')).toBeTruthy();
  expect(screen.getByText('plate')).toBeTruthy();
  expect(screen.queryByRole('link', { name: '数据预览' })).toBeNull();
  expect(document.querySelector('[data-download=csv]')).toBeNull();
  await user.click(screen.getByRole('button', { name: '输入密钥' }));
  await user.type(await screen.findByLabelText('管理员密钥'), 'the-key{Enter}');
  await screen.findByRole('table', { name: '数据预览表' });
  expect(document.querySelector('button[data-download="csv"]')).not.toBeNull();
});

test('what a harvested entry does not say is called not stated', async () => {
  hub(answers);
  open('/datasets/bus');
  await screen.findByText('开放属性未说明');
  expect(screen.getAllByText('未说明')).toHaveLength(2);
});
