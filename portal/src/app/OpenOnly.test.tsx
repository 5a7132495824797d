import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import RunsPage from '../runs/RunsPage';
import { hub, show } from '../testing/show';

const run = (id: string, task: string) => ({ id, task, status: 'finished', outcome: 'Published', queuedAt: '2026-11-27T08:00:00+08:00', read: 1, refused: 0, published: 1 });

test('what is not open is listed and counted once the key is entered', async () => {
  hub(({ init }) => {
    const keyed = new Headers(init?.headers).has('Authorization');
    const items = keyed ? [run('01A', 'seen'), run('01B', 'hushed')] : [run('01A', 'seen')];
    return { body: { total: items.length, page: 1, size: 20, items } };
  });
  show(<RunsPage />);
  await screen.findAllByText('seen');
  expect(screen.queryAllByText('hushed')).toEqual([]);
  expect(document.querySelector('[data-open-only]')).not.toBeNull();
  fireEvent.click(document.querySelector('[data-open-only] button')!);
  const field = await waitFor(() => document.querySelector<HTMLInputElement>('input[type=password]') ?? Promise.reject(new Error('no field yet')));
  fireEvent.change(field, { target: { value: 'the-key' } });
  fireEvent.submit(field.closest('form')!);
  await screen.findAllByText('hushed');
  expect(document.querySelector('[data-open-only]')).toBeNull();
});
