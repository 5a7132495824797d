import { screen, within } from '@testing-library/react';
import user from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { hub, show } from '../testing/show';
import { RemoveButton } from './RemoveButton';

const open = async () => {
  await user.click(screen.getByRole('button', { name: /^删除/ }));
  return screen.findByRole('dialog', {}, { timeout: 25_000 });
};
const enter = async () => user.type(await screen.findByLabelText('管理员密钥', {}, { timeout: 25_000 }), 'secret{Enter}');

test('what becomes of the data of a task has to be chosen before it is removed', async () => {
  const calls = hub(() => ({ body: { id: 'tolls', withdrawn: ['tolls'], notes: ['复制槽还没有交还 / the slot is not given back'] } }));
  show(<RemoveButton kind="task" id="tolls" title="通行费" />);
  const dialog = await open();
  expect(within(dialog).getByText('删除任务“通行费”？')).toBeTruthy();
  const yes = within(dialog).getByRole('button', { name: /删\s*除/ });
  expect((yes as HTMLButtonElement).disabled).toBe(true);
  await user.click(within(dialog).getByLabelText(/^撤下/));
  await user.click(yes);
  await enter();
  expect(await screen.findByText('复制槽还没有交还')).toBeTruthy();
  expect(calls.map(({ path, query, init }) => [init?.method, path, query.get('dataset')])).toEqual([['DELETE', '/api/v1/tasks/tolls', 'withdraw']]);
});

test('what stands in the way is shown, and nothing is lost', async () => {
  hub(() => ({ status: 409, body: { status: 409, code: 'CONFLICT', detail: '任务 tolls 还在读取数据源 gates / the tasks tolls read it' } }));
  show(<RemoveButton kind="source" id="gates" />);
  const dialog = await open();
  expect(within(dialog).getByText(/还有任务读取它时不能删除/)).toBeTruthy();
  await user.click(within(dialog).getByRole('button', { name: /删\s*除/ }));
  await enter();
  await vi.waitFor(() => expect(screen.getByText(/任务 tolls 还在读取数据源 gates/)).toBeTruthy());
  expect(screen.getByRole('button', { name: '删除 gates' })).toBeTruthy();
});
