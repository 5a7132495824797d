import { screen, within } from '@testing-library/react';
import user from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { hub, show } from '../testing/show';
import DeliveriesPage from './DeliveriesPage';

const failed = { id: '01D', subscription: 's1', dataset: 'gates', target: 'bureau', from: 'v1', version: 'v2', batch: 's1-7Q2M9XAB-v2', status: 'failed', attempt: 12, rows: 0, bytes: 0, error: { code: 'TARGET_REFUSED_LOGIN', kind: 'CONSUMER', message: '拒绝登录' }, endedAt: '2026-11-27T08:00:00+08:00' };
const subscription = { id: 's1', title: '门架送省厅', dataset: 'gates', target: 'bureau', mode: 'front-end', place: 'exchange.gates', paused: false, lastDelivery: failed };
const target = { id: 'bureau', connector: 'postgresql', title: '省厅前置库', settings: { host: 'db.example', port: '5432', database: 'front', password: '••••' } };

const keyed = (init?: RequestInit) => (init?.headers as Record<string, string> | undefined)?.Authorization === 'Bearer secret';
const working = () =>
  hub(({ path, init }) => {
    if (!keyed(init)) return { status: 401, body: { status: 401, code: 'UNAUTHENTICATED', detail: 'no key' } };
    if (path.endsWith('/test')) return { body: { passed: false, checks: [{ step: 'CONNECT', title: '建立连接', result: 'FAILED', code: 'TARGET_UNREACHABLE', detail: '无法连接', fix: '核对端口' }] } };
    if (init?.method === 'DELETE') return { body: {} };
    if (init?.method === 'POST') return { status: 202, body: subscription };
    if (path === '/api/v1/subscriptions') return { body: { subscriptions: [subscription] } };
    if (path === '/api/v1/targets') return { body: { targets: [target] } };
    return { body: { total: 1, items: [failed] } };
  });
const page = (at = '/exchange/deliveries') => show(<DeliveriesPage />, { path: '/exchange/deliveries', at });
const enter = async (key: string) => {
  await user.click(screen.getByRole('button', { name: /输入密钥/ }));
  await user.type(await screen.findByLabelText('管理员密钥', {}, { timeout: 25_000 }), `${key}{Enter}`);
};

test('nothing is asked for before the key is there', () => {
  const calls = working();
  page();
  expect(screen.getByText('需要管理员密钥')).toBeTruthy();
  expect(calls).toEqual([]);
});

test('what failed is shown with its reason and delivered now', async () => {
  const calls = working();
  page();
  await enter('secret');
  const table = await screen.findByRole('table', { name: '订阅' });
  expect(within(table).getByText('失败')).toBeTruthy();
  expect(within(table).getByText('TARGET_REFUSED_LOGIN')).toBeTruthy();
  expect(within(table).getByText('前置库')).toBeTruthy();
  await user.click(within(table).getByRole('button', { name: '立即交付 门架送省厅' }));
  expect(await screen.findByText('已受理')).toBeTruthy();
  expect(calls.filter(({ init }) => init?.method === 'POST').map(({ path }) => path)).toEqual(['/api/v1/subscriptions/s1/deliver-now']);
});

test('a subscription is removed only after it was confirmed', async () => {
  const calls = working();
  const removed = () => calls.filter(({ init }) => init?.method === 'DELETE').map(({ path }) => path);
  page();
  await enter('secret');
  const table = await screen.findByRole('table', { name: '订阅' });
  await user.click(within(table).getByRole('button', { name: '删除 门架送省厅' }));
  const dialog = await screen.findByRole('dialog', {}, { timeout: 25_000 });
  expect(within(dialog).getByText('删除订阅“门架送省厅”？')).toBeTruthy();
  expect(removed()).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: /删\s*除/ }));
  await vi.waitFor(() => expect(removed()).toEqual(['/api/v1/subscriptions/s1']));
});

test('a target says where it is and why it is not reached', async () => {
  working();
  page();
  await enter('secret');
  const table = await screen.findByRole('table', { name: '目标' });
  expect(within(table).getByText('db.example:5432/front')).toBeTruthy();
  await user.click(within(table).getByRole('button', { name: '测试 省厅前置库' }));
  expect(await within(table).findByText('不能交付')).toBeTruthy();
  expect(within(table).getByText('TARGET_UNREACHABLE')).toBeTruthy();
  expect(within(table).getByText('核对端口')).toBeTruthy();
});

test('the log is asked for what the address says', async () => {
  const calls = working();
  page('/exchange/deliveries?status=failed&page=2');
  await enter('secret');
  await screen.findByRole('table', { name: '交付记录' });
  const asked = calls.find(({ path }) => path === '/api/v1/deliveries');
  expect(asked?.query.get('status')).toBe('failed');
  expect(asked?.query.get('page')).toBe('2');
});

test('a key that is refused is asked for again', async () => {
  working();
  page();
  await enter('wrong');
  expect(await screen.findByRole('button', { name: '重新输入密钥' }, { timeout: 5_000 })).toBeTruthy();
});
