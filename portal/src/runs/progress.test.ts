import { expect, test } from 'vitest';
import { progressOf } from './progress';

const states = (run: Parameters<typeof progressOf>[0]) => progressOf(run).map(({ state }) => state);

test('an open run shows where it is', () => {
  expect(states({ status: 'running', step: 'decoding' })).toEqual(['done', 'done', 'now', 'notReached', 'notReached', 'notReached']);
  expect(states({ status: 'queued' })[0]).toBe('now');
});

test('a good end has every step behind it, whatever word it uses', () => {
  expect(states({ status: 'finished', outcome: 'Published', step: 'published' })).toEqual(Array(6).fill('done'));
  expect(states({ status: 'finished', outcome: 'Unchanged' })).toEqual(Array(6).fill('done'));
});

test('a bad end shows the step that broke', () => {
  expect(states({ status: 'finished', outcome: 'Failed', step: 'fetching' })).toEqual(['done', 'failed', 'notReached', 'notReached', 'notReached', 'notReached']);
  expect(states({ status: 'finished', outcome: 'Rejected', step: 'finished' })[2]).toBe('failed');
  expect(states({ status: 'finished', outcome: 'Failed', step: 'queued' })).toEqual(['failed', ...Array<string>(5).fill('notReached')]);
});

test('a run that failed before the step was kept is told by its code, and is never green throughout', () => {
  const failed = (code: string) => states({ status: 'finished', outcome: 'Failed', step: 'finished', error: { code } });
  expect(failed('ENCODING_DOUBTFUL')).toEqual(['done', 'done', 'failed', 'notReached', 'notReached', 'notReached']);
  expect(failed('SOURCE_EMPTY')[2]).toBe('failed');
  expect(failed('SOURCE_UNREACHABLE')).toEqual(['done', 'failed', 'notReached', 'notReached', 'notReached', 'notReached']);
});
