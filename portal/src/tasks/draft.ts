import type { TaskBody } from '../api/orders';
import { planOf, scheduleOf, type Plan } from './planning';

/** What a form says of a task, as text; the task itself holds what the form does not show. */
export interface Draft {
  body: TaskBody;
  plan: Plan;
  keywords: string;
  deleteValues: string;
  share: string;
  refusedRows: string;
  priority: string;
  attempts: string;
  firstSeconds: string;
  limits: Record<LimitName, string>;
}

export const LIMITS = ['rows', 'bytes', 'seconds', 'rowsPerSecond', 'bytesPerSecond'] as const;
export type LimitName = (typeof LIMITS)[number];

const shown = (value: number | undefined) => (value === undefined || value === null ? '' : String(value));
const NUMBER = /^\d{1,15}$/;

export function draftOf(body: TaskBody): Draft {
  const { share, rows } = body.thresholds?.default ?? {};
  return {
    body,
    plan: planOf(body.schedule),
    keywords: (body.keywords ?? []).join('，'),
    deleteValues: (body.merge?.deletes?.values ?? ['D']).join('，'),
    share: share === undefined ? '' : shown(Number((share * 100).toFixed(4))),
    refusedRows: shown(rows),
    priority: body.priority ? shown(body.priority) : '',
    attempts: shown(body.retry?.attempts),
    firstSeconds: shown(body.retry?.firstSeconds),
    limits: Object.fromEntries(LIMITS.map((name) => [name, shown(body.limits?.[name])])) as Draft['limits'],
  };
}

export const wordsOf = (text: string) =>
  text
    .split(/[,，、;；\n]+/)
    .map((word) => word.trim())
    .filter(Boolean);

const given = (text: string | undefined) => text?.trim() || undefined;
const numberOf = (text: string) => (text.trim() === '' ? undefined : Number(text));

/** What is wrong with the numbers: a word of `taskForm.faults` by field. */
export function numberFaults({ share, refusedRows, priority, attempts, firstSeconds, limits }: Draft): Record<string, string> {
  const faults: Record<string, string> = {};
  const percent = Number(share);
  if (share.trim() && !(percent >= 0 && percent <= 100)) faults.share = 'share';
  for (const [name, text] of Object.entries({ refusedRows, attempts, firstSeconds, ...limits })) if (text.trim() && !NUMBER.test(text.trim())) faults[name] = 'number';
  if (priority.trim() && !/^-?(\d{1,2}|100)$/.test(priority.trim())) faults.priority = 'priority';
  return faults;
}

/** The task as it is posted. */
export function bodyOf(draft: Draft): TaskBody {
  const { body, plan, keywords, deleteValues, share, refusedRows, priority, attempts, firstSeconds, limits } = draft;
  const { merge } = body;
  const limited = Object.fromEntries(LIMITS.flatMap((name) => (limits[name].trim() ? [[name, Number(limits[name])]] : [])));
  const percent = numberOf(share);
  const retries = numberOf(attempts) ?? 0;
  const bounds = { share: percent === undefined ? undefined : percent / 100, rows: numberOf(refusedRows) };
  const bounded = bounds.share !== undefined || bounds.rows !== undefined;
  return {
    ...body,
    dataset: given(body.dataset),
    title: given(body.title),
    titleEn: given(body.titleEn),
    summary: given(body.summary),
    summaryEn: given(body.summaryEn),
    license: given(body.license),
    region: given(body.region),
    publisher: given(body.publisher?.code) ? { ...body.publisher, code: body.publisher?.code ?? '', name: given(body.publisher?.name) } : undefined,
    keywords: wordsOf(keywords),
    schedule: scheduleOf(plan),
    thresholds: bounded || body.thresholds?.rules ? { ...body.thresholds, default: bounded ? bounds : undefined } : undefined,
    priority: numberOf(priority),
    retry: retries > 0 ? { ...body.retry, attempts: retries, firstSeconds: numberOf(firstSeconds) } : undefined,
    limits: Object.keys(limited).length > 0 ? limited : undefined,
    merge: merge && {
      mode: merge.mode,
      ...(merge.mode === 'upsert' && given(merge.order) ? { order: given(merge.order) } : {}),
      ...(merge.mode === 'upsert' && given(merge.deletes?.column) ? { deletes: { column: merge.deletes?.column.trim() ?? '', values: wordsOf(deleteValues) } } : {}),
    },
  };
}
