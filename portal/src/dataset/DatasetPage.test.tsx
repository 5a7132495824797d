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
