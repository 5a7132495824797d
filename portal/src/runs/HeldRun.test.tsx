import { screen } from '@testing-library/react';
import user from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { hub, show } from '../testing/show';
import RunPage from './RunPage';

const drift = {
  run: '01H', task: 'gates', waits: true, heldAt: '2026-11-27T08:00:00+08:00', affected: [{ kind: 'subscription', id: 's1', title: '省厅数据中心', dataset: 'gates' }],
  tables: [{ table: 'gates', dataset: 'gates', comparedWith: 'v3', changes: [
    { kind: 'renamed', before: { name: 'plate', type: 'text', position: 1, required: true }, after: { name: 'plate_no', type: 'text', position: 1 } },
    { kind: 'retyped', before: { name: 'weight', type: 'decimal(8,2)', position: 2 }, after: { name: 'weight', type: 'text', position: 2 }, evolve: { message: '数据集的类型不能这样改，不符合的行被拒绝', messageEn: 'rows that do not fit are refused' }, ignore: { message: '类型不变', messageEn: 'the type stays' } },
    { kind: 'added', after: { name: 'toll', type: 'integer', position: 4 } },
  ] }],
};
const held = { id: '01H', task: 'gates', status: 'held', step: 'decoding', startedAt: '2026-11-27T08:00:00+08:00' };

const heldHub = () => hub(({ path, init }) => (path.endsWith('/drift') ? { body: drift } : init?.method === 'POST' ? { status: 202, body: held } : { body: held }));
const page = () => show(<RunPage />, { path: '/exchange/runs/:id', at: '/exchange/runs/01H' });
const key = async () => user.type(await screen.findByLabelText('管理员密钥', {}, { timeout: 25_000 }), 'secret{Enter}');

test('a held run shows what changed, whom it affects, and sends the decision with its renames', async () => {
  const calls = heldHub();
  page();
  expect(await screen.findByText('可能改名')).toBeTruthy();
  expect(screen.getByText('decimal(8,2)')).toBeTruthy();
  expect(screen.getByText('省厅数据中心')).toBeTruthy();
  expect(screen.getByText('接受来源的列：数据集的类型不能这样改，不符合的行被拒绝')).toBeTruthy();
  expect((screen.getByLabelText('plate 的现名') as HTMLSelectElement).value).toBe('plate_no');
  await user.click(screen.getByRole('button', { name: '接受来源的列' }));
  await key();
  expect(await screen.findByText('决定已送出，运行继续。')).toBeTruthy();
  const post = calls.find(({ init }) => init?.method === 'POST');
  expect(post?.path).toBe('/api/v1/runs/01H/decision');
  expect(JSON.parse(String(post?.init?.body))).toEqual({ decision: 'evolve', renames: { plate: 'plate_no' } });
});

test('a suggested rename can be taken back', async () => {
  const calls = heldHub();
  page();
  await user.selectOptions(await screen.findByLabelText('plate 的现名'), '没有了');
  await user.click(screen.getByRole('button', { name: '保持原有的列' }));
  await key();
  await screen.findByText('决定已送出，运行继续。');
  expect(JSON.parse(String(calls.find(({ init }) => init?.method === 'POST')?.init?.body))).toEqual({ decision: 'ignore', renames: {} });
});

test('refused rows of a published run are sent back mended and checked again', async () => {
  const published = { id: '01H', task: 'gates', status: 'finished', outcome: 'Published', read: 10, refused: 2, published: 8, tables: [{ table: 'gates', dataset: 'gates', refused: 2 }] };
  const calls = hub(({ init }) => (init?.method === 'POST' ? { status: 202, body: { id: '01M', status: 'queued' } } : { body: published }));
  page();
  expect(await screen.findByRole('button', { name: '下载 XLSX' })).toBeTruthy();
  await user.upload(screen.getByLabelText('修好的文件（CSV 或 XLSX）'), new File(['id,_row\n1,2\n'], 'mended.csv', { type: 'text/csv' }));
  await key();
  expect((await screen.findByRole('link', { name: '已开始新的运行，点此查看' })).getAttribute('href')).toBe('/exchange/runs/01M');
  await user.click(screen.getByRole('button', { name: '用现行规则重新检查' }));
  const posts = calls.filter(({ init }) => init?.method === 'POST').map(({ path }) => path);
  expect(posts).toEqual(['/api/v1/runs/01H/quarantine/mended', '/api/v1/runs/01H/quarantine/replay']);
});
