import { screen, within } from '@testing-library/react';
import user from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { show } from '../testing/show';
import { KEPT, sentOf, type SettingsSchema, type Values } from './schema';
import { SchemaForm } from './SchemaForm';

const schema: SettingsSchema = {
  properties: {
    host: { title: '主机', description: 'Host', type: 'string', group: 'basic' },
    query: { title: '查询', description: 'Query', type: 'string', group: 'basic', multiline: true },
    user: { title: '用户名', description: 'User', type: 'string', group: 'login' },
    password: { title: '密码', description: 'Password', type: 'string', writeOnly: true, group: 'login' },
    'private-key': { title: '私钥', description: 'Key', type: 'string', writeOnly: true, multiline: true, group: 'login' },
    encryption: { title: '加密', description: 'Encryption', type: 'string', enum: ['none', 'explicit'], default: 'none', group: 'more' },
    'only-new': { title: '只取新文件', description: 'Only new', type: 'boolean', default: false, group: 'more' },
    'read-timeout': { title: '读取时限', description: 'Read time-out', type: 'string', pattern: '^(\\d{1,9}\\s*(ms|s|m|h)|P.+)$', default: '30s', group: 'more' },
  },
  required: ['host'],
};

function Form({ saved = {}, faults = {}, seen }: { saved?: Values; faults?: Record<string, string>; seen?: (sent: Values) => void }) {
  const [values, setValues] = useState<Values>(saved);
  const change = (name: string, value: string) => {
    const next = { ...values, [name]: value };
    setValues(next);
    seen?.(sentOf(schema, next));
  };
  return <SchemaForm schema={schema} values={values} saved={saved} faults={faults} onChange={change} />;
}

const fold = (group: string) => document.querySelector<HTMLDetailsElement>(`[data-group=${group}]`);

test('each setting has a control of its kind, with its hint; what most leave alone is folded away', () => {
  show(<Form />);
  expect(screen.getByLabelText(/主机/).getAttribute('aria-required')).toBe('true');
  expect(screen.getByLabelText('查询').tagName).toBe('TEXTAREA');
  expect(screen.getByLabelText('密码').getAttribute('type')).toBe('password');
  expect(screen.getByLabelText('私钥').tagName).toBe('TEXTAREA');
  expect(fold('login')?.open).toBe(true);
  expect(fold('more')?.open).toBe(false);
  expect(screen.getByText('如 30s、10m、2h；默认 30s')).toBeTruthy();
  expect((screen.getByLabelText('加密') as HTMLSelectElement).value).toBe('none');
});

test('a saved secret shows as kept and never its value; it can be replaced, and kept after all', async () => {
  let sent: Values = {};
  show(<Form saved={{ host: 'db', password: KEPT }} seen={(values) => (sent = values)} />);
  expect(screen.getByText('已保存，不再显示')).toBeTruthy();
  expect(document.querySelector('input[type=password]')).toBeNull();
  await user.type(screen.getByLabelText(/主机/), '2');
  expect(sent).toEqual({ host: 'db2', password: KEPT });
  await user.click(screen.getByRole('button', { name: '更换 密码' }));
  await user.type(screen.getByLabelText('密码'), 'n3w');
  expect(sent.password).toBe('n3w');
  await user.click(screen.getByRole('button', { name: '保留原来的 密码' }));
  expect(sent.password).toBe(KEPT);
});

test('a setting that is not the default, or wrong, is in sight', () => {
  show(<Form saved={{ host: 'db', encryption: 'explicit' }} faults={{ host: '不对' }} />);
  expect(fold('more')?.open).toBe(true);
  expect(within(fold('more') ?? document.body).getByText('已填 1 项')).toBeTruthy();
  const host = screen.getByLabelText(/主机/);
  expect(host.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(host.getAttribute('aria-describedby') ?? '')?.textContent).toContain('不对');
});

test('a fault in a folded section opens it', () => {
  show(<Form faults={{ 'read-timeout': '应为时长' }} />);
  expect(fold('more')?.open).toBe(true);
});

test('a box that is ticked is told, and not when it is unticked again', async () => {
  let sent: Values = {};
  show(<Form seen={(values) => (sent = values)} />);
  await user.click(screen.getByText('更多设置（3 项，通常不用改）'));
  await user.click(screen.getByLabelText('只取新文件'));
  expect(sent['only-new']).toBe('true');
  await user.click(screen.getByLabelText('只取新文件'));
  expect(sent['only-new']).toBeUndefined();
});
