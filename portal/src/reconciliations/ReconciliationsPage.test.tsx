import { screen, within } from '@testing-library/react';
import user from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { hub, show } from '../testing/show';
import ReconciliationsPage from './ReconciliationsPage';
import StatementPage from './StatementPage';

const none = { onlyInSource: 0, onlyInTarget: 0, different: 0, complete: true };
const line = {
  dataset: 'gates', version: 'v3', run: '01RUN', state: 'different', basis: 'reread', source: { count: 4999, digest: 'aaaa' }, sourceRefused: 1, received: 5000, refused: 1, published: { count: 4999, digest: 'aaaa' }, differences: none,
  deliveries: [
    { subscription: 'to-bureau', target: 'bureau', delivery: '01D', batch: 'to-bureau-7Q2M9XAB-v3', state: 'different', basis: 'reread', delivered: 4998, digest: 'bbbb', batchRows: 4999, acknowledged: 4999, differences: { onlyInSource: 1, onlyInTarget: 0, different: 1, complete: true } },
    { subscription: 'to-city', target: 'city', delivery: '01E', batch: 'to-city-7Q2M9XAB-v3', state: 'balanced', basis: 'receipt', delivered: 4999, batchRows: 4999, acknowledged: 4999, differences: none },
  ],
};
const statement = { id: '01S', task: 'gates', date: '2026-11-27', madeAt: '2026-11-27T08:00:00+08:00', state: 'different', lines: [line] };
const delivery = { id: '01R', subscription: 'to-bureau', dataset: 'gates', target: 'bureau', version: 'v3', batch: 'to-bureau-7Q2M9XAB-v3-r0123456789', status: 'delivered', attempt: 1, rows: 2, bytes: 90 };

const keyed = (init?: RequestInit) => (init?.headers as Record<string, string> | undefined)?.Authorization === 'Bearer secret';
const working = (items: unknown[] = [statement]) =>
  hub(({ path, query, init }) => {
    if (path === '/api/v1/tasks') return { body: { tasks: [{ id: 'gates', title: '门架', source: 'gates', dataset: 'gates' }] } };
    if (!keyed(init)) return { status: 401, body: { status: 401, code: 'UNAUTHENTICATED', detail: 'no key' } };
    if (path.endsWith('/retransmit')) return { status: 202, body: { deliveries: [{ ...delivery, status: 'waiting' }], notes: ['数据集没有主键'] } };
    if (path.endsWith('/differences')) {
      const all = [{ dataset: 'gates', subscription: 'to-bureau', kind: 'onlyInSource', key: ['5'] }, { dataset: 'gates', subscription: 'to-bureau', kind: 'different', key: ['6', '粤A'] }];
      const some = all.filter(({ kind }) => !query.get('kind') || kind === query.get('kind'));
      return { body: { total: some.length, items: some } };
    }
    if (init?.method === 'POST') return { status: 201, body: statement };
    if (path === '/api/v1/reconciliations') return { body: { total: items.length, items } };
    if (path === '/api/v1/deliveries/01R') return { body: delivery };
    return path === '/api/v1/reconciliations/01S' ? { body: statement } : { status: 404, body: { status: 404, code: 'UNKNOWN_RECONCILIATION', detail: '没有这张对账单' } };
  });
const list = (at = '/exchange/reconciliations') => show(<ReconciliationsPage />, { path: '/exchange/reconciliations', at });
const one = (at = '/exchange/reconciliations/01S') => show(<StatementPage />, { path: '/exchange/reconciliations/:id', at });
const enter = async (key = 'secret') => {
  await user.click(screen.getByRole('button', { name: /输入密钥/ }));
  await user.type(await screen.findByLabelText('管理员密钥', {}, { timeout: 25_000 }), `${key}{Enter}`);
};

test('nothing of statements is asked for before the key is there', () => {
  const calls = working();
  list();
  expect(screen.getByText('需要管理员密钥')).toBeTruthy();
  expect(calls.filter(({ path }) => path.includes('reconciliations'))).toEqual([]);
});

test('statements show their numbers for each target', async () => {
  const calls = working();
  list('/exchange/reconciliations?state=different&date=2026-11-27');
  await enter();
  const table = await screen.findByRole('table', { name: '对账单' });
  expect(within(table).getByRole('link', { name: 'gates · 2026-11-27' }).getAttribute('href')).toBe('/exchange/reconciliations/01S');
  const [, first, second] = within(table).getAllByRole('row');
  expect(first && within(first).getAllByRole('cell').map(({ textContent }) => textContent)).toEqual(['≠ 差异', 'gates v3', '4,999', '5,000', '4,999', '≠ 差异 to-bureaubureau', '4,998', '4,999']);
  expect(second && within(second).getByText('平')).toBeTruthy();
  const asked = calls.find(({ path }) => path === '/api/v1/reconciliations');
  expect([asked?.query.get('state'), asked?.query.get('date')]).toEqual(['different', '2026-11-27']);
});

test('where there is no statement it says how one is made, and makes it', async () => {
  const calls = working([]);
  const router = list();
  await enter();
  expect(await screen.findByText('还没有对账单。')).toBeTruthy();
  await user.click(await screen.findByRole('button', { name: '现在对账' }));
  await screen.findByText('elsewhere');
  expect(router.state.location.pathname).toBe('/exchange/reconciliations/01S');
  const made = calls.find(({ init }) => init?.method === 'POST');
  expect(JSON.parse(String(made?.init?.body))).toMatchObject({ task: 'gates', date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string });
});

test('a statement names the keys that differ, by kind', async () => {
  working();
  one();
  await enter();
  const table = await screen.findByRole('table', { name: '有差异的键' });
  expect(within(table).getByText('6, 粤A')).toBeTruthy();
  await user.selectOptions(screen.getByLabelText('差异种类'), 'onlyInSource');
  expect(await screen.findByText('1 个键')).toBeTruthy();
  expect(screen.queryByText('6, 粤A')).toBeNull();
});

test('exactly what differs is transmitted again, after a confirmation', async () => {
  const calls = working();
  one();
  await enter();
  await user.click(await screen.findByRole('button', { name: '重传有差异的行' }));
  expect(await screen.findByText('发布的版本 → to-bureau：2 个键', {}, { timeout: 25_000 })).toBeTruthy();
  expect(screen.queryByText(/→ to-city/)).toBeNull();
  expect(calls.some(({ path }) => path.endsWith('/retransmit'))).toBe(false);
  await user.click(screen.getByRole('button', { name: '重传' }));
  expect(await screen.findByText('已送达')).toBeTruthy();
  expect(screen.getByText('数据集没有主键')).toBeTruthy();
  expect(calls.filter(({ path }) => path.endsWith('/retransmit')).length).toBe(1);
});

test('a statement that is not there is said so', async () => {
  working();
  one('/exchange/reconciliations/01X');
  await enter();
  expect(await screen.findByText('UNKNOWN_RECONCILIATION')).toBeTruthy();
});
