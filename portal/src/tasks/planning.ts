import type { Schedule } from '../api/types';

/** What a form says of a schedule: one more kind than the hub has, the everyday one. */
export const KINDS = ['manual', 'daily', 'interval', 'working-days', 'cron', 'arrival', 'after'] as const;
export type PlanKind = (typeof KINDS)[number];

export interface Plan {
  kind: PlanKind;
  time: string;
  times: string;
  every: string;
  unit: string;
  nth: string;
  cron: string;
  zone: string;
  look: string;
  task: string;
}

const BEIJING = 'Asia/Shanghai';
export const UNITS = ['60', '3600', '86400'];
const FRESH: Plan = { kind: 'manual', time: '03:30', times: '08:30', every: '1', unit: '86400', nth: '', cron: '', zone: BEIJING, look: '10', task: '' };
const TIME = /^([01]?\d|2[0-3]):[0-5]\d$/;
const DAILY = /^(?:0 )?(\d{1,2}) (\d{1,2}) \* \* \*$/;
const whole = (text: string) => (/^[1-9]\d{0,8}$/.test(text.trim()) ? Number(text) : undefined);
const two = (text: string) => text.padStart(2, '0');

export function planOf(schedule: Schedule | undefined): Plan {
  switch (schedule?.kind) {
    case 'interval': {
      const seconds = schedule.everySeconds ?? 0;
      const unit = [...UNITS].reverse().find((one) => seconds % Number(one) === 0) ?? '1';
      return { ...FRESH, kind: 'interval', every: String(seconds / Number(unit)), unit };
    }
    case 'cron': {
      const [, minute, hour] = DAILY.exec(schedule.cron ?? '') ?? [];
      const zone = schedule.zone ?? BEIJING;
      return minute && hour && zone === BEIJING ? { ...FRESH, kind: 'daily', time: `${two(hour)}:${two(minute)}` } : { ...FRESH, kind: 'cron', cron: schedule.cron ?? '', zone };
    }
    case 'working-days':
      return { ...FRESH, kind: 'working-days', times: (schedule.times ?? []).join(' '), nth: schedule.nthOfMonth ? String(schedule.nthOfMonth) : '', zone: schedule.zone ?? BEIJING };
    case 'arrival':
      return { ...FRESH, kind: 'arrival', look: String(schedule.lookSeconds ?? 10) };
    case 'after':
      return { ...FRESH, kind: 'after', task: schedule.task ?? '' };
    default:
      return FRESH;
  }
}

/** What is wrong with a plan: its field, and a word of `taskForm.faults`. */
export function planFault(plan: Plan): { field: keyof Plan; fault: string } | undefined {
  switch (plan.kind) {
    case 'manual':
      return undefined;
    case 'daily':
      return TIME.test(plan.time) ? undefined : { field: 'time', fault: 'time' };
    case 'interval':
      return whole(plan.every) ? undefined : { field: 'every', fault: 'number' };
    case 'working-days':
      if (!timesOf(plan).length || !timesOf(plan).every((time) => TIME.test(time))) return { field: 'times', fault: 'time' };
      return plan.nth.trim() === '' || whole(plan.nth) ? undefined : { field: 'nth', fault: 'number' };
    case 'cron':
      return plan.cron.trim() ? undefined : { field: 'cron', fault: 'cron' };
    case 'arrival':
      return whole(plan.look) ? undefined : { field: 'look', fault: 'number' };
    case 'after':
      return plan.task ? undefined : { field: 'task', fault: 'task' };
  }
}

const timesOf = ({ times }: Plan) => times.split(/[\s,，、]+/).filter(Boolean);

/** The schedule that a plan without fault means; none when it only runs when told. */
export function scheduleOf(plan: Plan): Schedule | undefined {
  switch (plan.kind) {
    case 'manual':
      return undefined;
    case 'daily': {
      const [hour = '0', minute = '0'] = plan.time.split(':');
      return { kind: 'cron', cron: `${Number(minute)} ${Number(hour)} * * *`, zone: BEIJING };
    }
    case 'interval':
      return { kind: 'interval', everySeconds: (whole(plan.every) ?? 0) * Number(plan.unit) };
    case 'working-days':
      return { kind: 'working-days', times: timesOf(plan).map((time) => two(time.split(':')[0] ?? '') + time.slice(time.indexOf(':'))), nthOfMonth: whole(plan.nth), zone: plan.zone };
    case 'cron':
      return { kind: 'cron', cron: plan.cron.trim(), zone: plan.zone.trim() || BEIJING };
    case 'arrival':
      return { kind: 'arrival', lookSeconds: whole(plan.look) };
    case 'after':
      return { kind: 'after', task: plan.task };
  }
}
