import { expect, test } from 'vitest';
import type { Schedule } from '../api/types';
import { planFault, planOf, scheduleOf } from './planning';

test.each<Schedule>([
  { kind: 'interval', everySeconds: 7200 },
  { kind: 'interval', everySeconds: 45 },
  { kind: 'cron', cron: '30 3 * * *', zone: 'Asia/Shanghai' },
  { kind: 'cron', cron: '0 1 15 * *', zone: 'Europe/Berlin' },
  { kind: 'working-days', times: ['08:30', '14:00'], nthOfMonth: 3, zone: 'Asia/Shanghai' },
  { kind: 'arrival', lookSeconds: 30 },
  { kind: 'after', task: 'gates' },
])('%j is the same after the form', (schedule) => {
  const plan = planOf(schedule);
  expect(planFault(plan)).toBeUndefined();
  expect(scheduleOf(plan)).toEqual(schedule);
});

test('without a schedule it runs when told, and an everyday cron is daily', () => {
  expect(scheduleOf(planOf(undefined))).toBeUndefined();
  expect(planOf({ kind: 'cron', cron: '5 14 * * *', zone: 'Asia/Shanghai' })).toMatchObject({ kind: 'daily', time: '14:05' });
});

test('what is missing or wrong is named', () => {
  const plan = planOf(undefined);
  expect(planFault({ ...plan, kind: 'daily', time: '25:00' })).toEqual({ field: 'time', fault: 'time' });
  expect(planFault({ ...plan, kind: 'interval', every: '0' })).toEqual({ field: 'every', fault: 'number' });
  expect(planFault({ ...plan, kind: 'working-days', times: '' })).toEqual({ field: 'times', fault: 'time' });
  expect(planFault({ ...plan, kind: 'after' })).toEqual({ field: 'task', fault: 'task' });
  expect(scheduleOf({ ...plan, kind: 'working-days', times: '8:30，14:00', nth: '' })).toMatchObject({ times: ['08:30', '14:00'], nthOfMonth: undefined });
});
