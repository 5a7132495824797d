import { expect, test } from 'vitest';
import { i18n } from '../i18n';
import { scheduleText } from './schedule';

test.each([
  [{ kind: 'interval', everySeconds: 7200 }, '每 2 小时'],
  [{ kind: 'cron', cron: '30 3 * * *', zone: 'Asia/Shanghai' }, '每天 03:30'],
  [{ kind: 'cron', cron: '0 5 8 * * MON-FRI', zone: 'Asia/Shanghai' }, '周一至周五 08:05'],
  [{ kind: 'cron', cron: '0 1 15 * *', zone: 'Europe/Berlin' }, '每月 15 日 01:00 (Europe/Berlin)'],
  [{ kind: 'cron', cron: '*/7 * * * *', zone: 'Asia/Shanghai' }, '*/7 * * * *'],
  [{ kind: 'working-days', times: ['08:30'], nthOfMonth: 3 }, '每月第 3 个工作日 08:30'],
  [{ kind: 'after', task: 'toll-gates' }, 'toll-gates 发布之后'],
] as const)('%j reads %s', (schedule, words) => {
  expect(scheduleText({ ...schedule, times: 'times' in schedule ? [...schedule.times] : undefined }, i18n.t)).toBe(words);
});

test('a task without a schedule runs by hand', () => {
  expect(scheduleText(undefined, i18n.t)).toBe('手动');
});
