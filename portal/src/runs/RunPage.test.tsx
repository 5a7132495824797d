import { screen } from '@testing-library/react';
import user from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { hub, show } from '../testing/show';
import RunPage from './RunPage';

const rejected = {
  id: '01J', task: 'toll-gates', status: 'finished', outcome: 'Rejected', step: 'decoding', read: 5000, refused: 612, published: 0,
  error: { code: 'TOO_MANY_REFUSED', kind: 'provider', message: '612 of 5,000 rows were refused' },
  findings: [{ rule: 'required', severity: 'error', column: 'plate', count: 612, message: '车牌为空', samples: [{ row: 17, value: '', reason: 'empty' }] }],
};

test('a rejected run says what happened, who acts, and hands out the refused rows', async () => {
  hub(() => ({ body: rejected }));
  show(<RunPage />, { path: '/exchange/runs/:id', at: '/exchange/runs/01J' });
  expect(await screen.findByText(/请联系数据提供方/)).toBeTruthy();
  expect(screen.getByText('612 of 5,000 rows were refused')).toBeTruthy();
  expect(screen.getByText('车牌为空')).toBeTruthy();
  expect(screen.getByRole('cell', { name: '17' })).toBeTruthy();
  expect(screen.getByRole('button', { name: /下载被拒收的行/ })).toBeTruthy();
});

test('values of refused rows are there for the key alone, and a wrong key is told', async () => {
  const withheld = { ...rejected, valuesWithheld: true, findings: [{ ...rejected.findings[0], samples: [{ row: 17, reason: 'empty' }] }] };
  const shown = { ...rejected, valuesWithheld: false, findings: [{ ...rejected.findings[0], samples: [{ row: 17, value: '粤A-1', reason: 'empty' }] }] };
  hub(({ init }) => ({ body: new Headers(init?.headers).get('Authorization') === 'Bearer secret' ? shown : withheld }));
  show(<RunPage />, { path: '/exchange/runs/:id', at: '/exchange/runs/01J' });
  expect(await screen.findByText('需要密钥')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: '输入密钥查看' }));
  await user.type(await screen.findByLabelText('管理员密钥', {}, { timeout: 25_000 }), 'wrong{Enter}');
  expect(await screen.findByText('管理员密钥不正确。')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: '输入密钥查看' }));
  await user.type(await screen.findByLabelText('管理员密钥', {}, { timeout: 25_000 }), 'secret{Enter}');
  expect(await screen.findByText('粤A-1')).toBeTruthy();
  expect(screen.queryByText('需要密钥')).toBeNull();
});

test('an open run tells how long it has been going and how fast', async () => {
  hub(() => ({ body: { id: '01K', status: 'running', step: 'decoding', read: 120_000, startedAt: new Date(Date.now() - 12_400).toISOString() } }));
  show(<RunPage />, { path: '/exchange/runs/:id', at: '/exchange/runs/01K' });
  expect(await screen.findByText(/已进行 12\.0 s/)).toBeTruthy();
  expect(screen.getByText(/每秒 9,\d{3} 行/)).toBeTruthy();
});

test('a run with hardly any keys still shows', async () => {
  hub(() => ({ body: { id: '01K', status: 'queued' } }));
  show(<RunPage />, { path: '/exchange/runs/:id', at: '/exchange/runs/01K' });
  expect(await screen.findByText('运行正在进行，行数会自动更新。')).toBeTruthy();
  expect(screen.getByRole('button', { name: '停止运行' })).toBeTruthy();
});

test('stopping asks for the key and sends it', async () => {
  const calls = hub(() => ({ body: { id: '01K', status: 'running' } }));
  show(<RunPage />, { path: '/exchange/runs/:id', at: '/exchange/runs/01K' });
  await user.click(await screen.findByRole('button', { name: '停止运行' }));
  await user.type(await screen.findByLabelText('管理员密钥', {}, { timeout: 25_000 }), 'secret{Enter}');
  expect(await screen.findByText(/已请求停止/)).toBeTruthy();
  const post = calls.find(({ init }) => init?.method === 'POST');
  expect(post?.path).toBe('/api/v1/runs/01K/stop');
  expect(new Headers(post?.init?.headers).get('Authorization')).toBe('Bearer secret');
});

test('a finished run hands out its receipt and says whether it holds', async () => {
  const check = { verified: true, task: 'gates', sequence: 12, digest: 'SM3:0123456789abcdef0123', signatureAlgorithm: 'SM2-SM3', keyId: '00112233445566778899', faults: [] };
  hub(({ path }) => ({ body: path.endsWith('/receipt/check') ? check : rejected }));
  show(<RunPage />, { path: '/exchange/runs/:id', at: '/exchange/runs/01J' });
  expect(await screen.findByText(/已验证/)).toBeTruthy();
  expect(screen.getByText('任务的第 12 张')).toBeTruthy();
  expect(screen.getByRole('link', { name: '下载回执' }).getAttribute('href')).toBe('/api/v1/runs/01J/receipt');
});

test('a receipt that does not hold is told with its reason', async () => {
  const check = { verified: false, task: 'gates', sequence: 12, digest: 'SM3:01', signatureAlgorithm: 'SM2-SM3', keyId: '00', faults: ['签名与内容不符'] };
  hub(({ path }) => ({ body: path.endsWith('/receipt/check') ? check : rejected }));
  show(<RunPage />, { path: '/exchange/runs/:id', at: '/exchange/runs/01J' });
  expect(await screen.findByText(/验证不通过/)).toBeTruthy();
  expect(screen.getByText('签名与内容不符')).toBeTruthy();
});

test('a doubtful encoding can be declared here: the operator is told so, and the steps show where it failed', async () => {
  hub(() => ({ body: { id: '01J', task: 'big5', status: 'finished', outcome: 'Failed', step: 'decoding', error: { code: 'ENCODING_DOUBTFUL', kind: 'provider', message: '编码不明' } } }));
  show(<RunPage />, { path: '/exchange/runs/:id', at: '/exchange/runs/01J' });
  expect(await screen.findByText(/平台运维可以在数据源的“格式”里声明字符编码/)).toBeTruthy();
  expect(screen.getByText(/请联系数据提供方：请其说明/)).toBeTruthy();
  const steps = screen.getByRole('list', { name: '步骤' });
  expect([...steps.children].map((step) => step.className)).toEqual(['step-done', 'step-done', 'step-failed', 'step-notReached', 'step-notReached', 'step-notReached']);
});

test('the field for the key comes first in its dialog, so that the focus is on it', async () => {
  hub(() => ({ body: { id: '01K', status: 'running' } }));
  show(<RunPage />, { path: '/exchange/runs/:id', at: '/exchange/runs/01K' });
  await user.click(await screen.findByRole('button', { name: '停止运行' }));
  const field = await screen.findByLabelText('管理员密钥', {}, { timeout: 25_000 });
  expect(screen.getByRole('dialog').querySelector('button, input, a[href]')).toBe(field);
});
