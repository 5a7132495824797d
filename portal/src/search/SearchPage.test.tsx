import { screen, within } from '@testing-library/react';
import user from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { hub, show } from '../testing/show';
import SearchPage from './SearchPage';

const page = {
  total: 2,
  items: [
    { id: 'toll-gates', title: '收费门架', highlight: { title: '<em>收费</em>门架 &lt;b&gt;' }, rows: 5_000_000, formats: ['CSV'], access: { code: 'PUBLIC', label: '无条件开放' } },
    { id: 'ports', title: '港口' },
  ],
  facets: { theme: [{ value: 'GL', label: '公路', count: 1 }], format: Array.from({ length: 9 }, (_, at) => ({ value: `F${at}`, count: 9 - at })) },
};

test('shows count, marked hits as text and the facts that are known', async () => {
  hub(() => ({ body: page }));
  show(<SearchPage />, { path: '/search', at: '/search?q=收费' });
  expect(await screen.findByText('共找到 2 个数据集')).toBeTruthy();
  const link = screen.getByRole('link', { name: '收费门架 <b>' });
  expect(within(link).getByText('收费').tagName).toBe('MARK');
  expect(screen.getByText('5,000,000 行')).toBeTruthy();
});

test('a facet asks again with the filter, in the address and to the hub', async () => {
  const calls = hub(() => ({ body: page }));
  const router = show(<SearchPage />, { path: '/search' });
  await user.click(await screen.findByRole('checkbox', { name: /公路/ }));
  expect(router.state.location.search).toBe('?theme=GL');
  expect(calls.some(({ path, query }) => path === '/api/v1/datasets' && query.get('theme') === 'GL')).toBe(true);
  await user.click(screen.getByRole('button', { name: '去掉条件：公路' }));
  expect(router.state.location.search).toBe('');
});

test('long facets show six values, then all', async () => {
  hub(() => ({ body: page }));
  show(<SearchPage />, { path: '/search' });
  const group = await screen.findByRole('group', { name: '数据格式' });
  expect(within(group).getAllByRole('checkbox')).toHaveLength(6);
  await user.click(within(group).getByRole('button', { name: '查看全部 9 项' }));
  expect(within(group).getAllByRole('checkbox')).toHaveLength(9);
});

test('an empty result offers to drop each condition', async () => {
  hub(() => ({ body: { total: 0, items: [], facets: {} } }));
  const router = show(<SearchPage />, { path: '/search', at: '/search?q=无&theme=GL' });
  await user.click(await screen.findByRole('button', { name: '去掉“GL”' }));
  expect(router.state.location.search).toBe('?q=%E6%97%A0');
});

test('too many requests tell when to come back', async () => {
  hub(() => ({ status: 429, body: { code: 'TOO_MANY_REQUESTS', traceId: '77aa' }, headers: { 'Retry-After': '12' } }));
  show(<SearchPage />, { path: '/search' });
  expect((await screen.findByRole('alert')).textContent).toMatch(/请在 12 秒后再试.*77aa/);
});

test('a failure shows the trace number and keeps the filters', async () => {
  hub(() => ({ status: 500, body: { title: 'x', code: 'SEARCH_DOWN', traceId: '6f1c' } }));
  show(<SearchPage />, { path: '/search', at: '/search?theme=GL' });
  expect((await screen.findByRole('alert')).textContent).toContain('6f1c');
  expect(screen.getByRole('checkbox', { name: /GL/ })).toHaveProperty('checked', true);
});
