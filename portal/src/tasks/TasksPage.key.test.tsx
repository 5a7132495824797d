import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { hub, show } from '../testing/show';
import TasksPage from './TasksPage';

const enterKey = async () => {
  fireEvent.click(document.querySelector('[data-start]')!);
  const field = await waitFor(() => document.querySelector<HTMLInputElement>('input[type=password]') ?? Promise.reject(new Error('no field yet')));
  fireEvent.change(field, { target: { value: 'a-key' } });
  fireEvent.submit(field.closest('form')!);
};

const tasks = { tasks: [{ id: 'tolls', title: '通行费', source: 'gates', access: 'PUBLIC' }] };

test('what an order led to stays beside its task while the list is read again with the key', async () => {
  hub(({ path, init }) => {
    if (path.endsWith('/runs') && init?.method === 'POST') return { status: 202, body: { id: '01RUN', status: 'queued' } };
    return { body: path === '/api/v1/tasks' ? tasks : { alerts: [] } };
  });
  show(<TasksPage />);
  await screen.findAllByText('通行费');
  await enterKey();
  await waitFor(() => expect(document.querySelector('td [role=status] a')).not.toBeNull());
  await new Promise((later) => setTimeout(later, 100));
  expect(document.querySelector('td [role=status] a')).not.toBeNull();
});

test('a refused key is said and forgotten', async () => {
  hub(({ path, init }) => {
    if (path.endsWith('/runs') && init?.method === 'POST') return { status: 401, body: { status: 401, title: '需要密钥' } };
    return { body: path === '/api/v1/tasks' ? tasks : { alerts: [] } };
  });
  show(<TasksPage />);
  await screen.findAllByText('通行费');
  await enterKey();
  await waitFor(() => expect(document.querySelector('td [role=alert]')).not.toBeNull());
  await waitFor(() => expect(document.querySelector('[data-open-only]')).not.toBeNull());
  expect(document.querySelector('td [role=alert]')).not.toBeNull();
});
