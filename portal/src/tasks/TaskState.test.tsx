import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Task } from '../api/types';
import { show } from '../testing/show';
import { TaskState } from './TaskState';

const task = (lastRun: Task['lastRun']) => ({ id: 'gates', lastRun }) as Task;

test('a task whose last run failed is not fine', async () => {
  show(<TaskState task={task({ id: '01J', task: 'gates', status: 'finished', outcome: 'Failed', error: { code: 'ENCODING_DOUBTFUL' } })} />);
  expect(await screen.findByText(/上次运行失败/)).toBeTruthy();
  expect(screen.getByText('ENCODING_DOUBTFUL')).toBeTruthy();
  expect(screen.queryByText(/正常/)).toBeNull();
});

test('nor one that was rejected or waits for a decision', async () => {
  show(<TaskState task={task({ id: '01J', task: 'gates', status: 'finished', outcome: 'Rejected' })} />);
  expect(await screen.findByText(/上次运行未通过/)).toBeTruthy();
  show(<TaskState task={task({ id: '01K', task: 'gates', status: 'held' })} />);
  expect(await screen.findByText(/等待决定/)).toBeTruthy();
});

test('a task that published, or never ran, is', async () => {
  show(<TaskState task={task({ id: '01J', task: 'gates', status: 'finished', outcome: 'Published' })} />);
  expect(await screen.findByText(/正常/)).toBeTruthy();
});
