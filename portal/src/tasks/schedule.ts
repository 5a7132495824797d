import type { TFunction } from 'i18next';
import type { Schedule } from '../api/types';

const BEIJING = 'Asia/Shanghai';
const NUMBER = /^\d{1,2}$/;
const two = (text: string) => text.padStart(2, '0');

/** A schedule in words; a cron expression that is not of an everyday kind stays as it is. */
export function scheduleText(schedule: Schedule | undefined, t: TFunction): string {
  switch (schedule?.kind) {
    case 'interval':
      return t('tasks.every', { time: interval(schedule.everySeconds ?? 0, t) });
    case 'cron':
      return cron(schedule.cron ?? '', t) + (schedule.zone && schedule.zone !== BEIJING ? ` (${schedule.zone})` : '');
    case 'working-days': {
      const times = (schedule.times ?? []).join(' ');
      return schedule.nthOfMonth ? t('tasks.nthWorkingDay', { n: schedule.nthOfMonth, times }) : t('tasks.workingDays', { times });
    }
    case 'arrival':
      return t('tasks.arrival');
    case 'after':
      return t('tasks.after', { task: schedule.task ?? '' });
    default:
      return t('tasks.manual');
  }
}

function interval(seconds: number, t: TFunction): string {
  if (seconds % 86_400 === 0) return t('tasks.days', { n: seconds / 86_400 });
  if (seconds % 3_600 === 0) return t('tasks.hours', { n: seconds / 3_600 });
  if (seconds % 60 === 0) return t('tasks.minutes', { n: seconds / 60 });
  return t('tasks.seconds', { n: seconds });
}

function cron(expression: string, t: TFunction): string {
  const fields = expression.trim().split(/\s+/);
  const [minute = '', hour = '', day, month, weekday] = fields.length === 6 && fields[0] === '0' ? fields.slice(1) : fields;
  if (fields.length < 5 || !NUMBER.test(minute) || !NUMBER.test(hour) || month !== '*') return expression;
  const time = `${two(hour)}:${two(minute)}`;
  if (day === '*' && weekday === '*') return t('tasks.daily', { time });
  if (day === '*' && /^(MON-FRI|1-5)$/i.test(weekday ?? '')) return t('tasks.weekdays', { time });
  if (NUMBER.test(day ?? '') && weekday === '*') return t('tasks.monthly', { day, time });
  return expression;
}
