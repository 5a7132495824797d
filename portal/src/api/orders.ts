import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, getTagged, post, save } from './client';
import type { Subscription } from './deliveries';
import type { Coded, Publisher, Run, Schedule, Task } from './types';

export interface DeclaredColumn {
  name: string;
  type: string;
  title?: string;
  required?: boolean;
  [rule: string]: unknown;
}

export interface DeclaredSchema {
  columns: DeclaredColumn[];
  key?: string[];
  region?: unknown;
}

export const MERGES = ['replace', 'append', 'upsert'] as const;
export type MergeMode = (typeof MERGES)[number];
export const DRIFTS = ['follow', 'evolve', 'ignore', 'hold', 'reject'] as const;
export const MISSED = ['skip', 'once', 'all'] as const;

/** A task as it is posted, and as it is read to be changed. */
export interface TaskBody {
  id: string;
  source: string;
  dataset?: string;
  title?: string;
  titleEn?: string;
  summary?: string;
  summaryEn?: string;
  publisher?: Publisher;
  themes?: string[];
  region?: string;
  keywords?: string[];
  updateCycle?: string;
  access?: string;
  accessConditions?: string;
  license?: string;
  schema?: DeclaredSchema;
  /** By table, where a delivery has several. */
  schemas?: Record<string, DeclaredSchema>;
  drift?: string;
  thresholds?: { default?: { share?: number; rows?: number }; rules?: unknown };
  schedule?: Schedule;
  missedRuns?: string;
  priority?: number;
  retry?: { attempts: number; firstSeconds?: number; factor?: number; longestSeconds?: number };
  limits?: Record<string, number>;
  merge?: { mode: MergeMode; deletes?: { column: string; values?: string[] }; order?: string };
}

export interface CodeLists {
  themes: Coded[];
  regions: Coded[];
  updateCycles: Coded[];
  access: Coded[];
}

export function useCodeLists() {
  return useQuery({ queryKey: ['code-lists'], queryFn: ({ signal }) => getJson<CodeLists>('/api/v1/code-lists', {}, signal), staleTime: Infinity });
}

export function useTaskBody(id: string | undefined, key?: string) {
  return useQuery({
    queryKey: ['task', id, key ?? ''],
    queryFn: ({ signal }) => getTagged<TaskBody>(`/api/v1/tasks/${encodeURIComponent(id ?? '')}`, signal, key ?? ''),
    enabled: id !== undefined && key !== undefined,
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** The next times of a schedule that is not saved. */
export function useNextTimes(schedule: Schedule | undefined, key?: string) {
  return useQuery({
    queryKey: ['next-times', schedule],
    queryFn: () => post<{ next: string[]; unknownYears?: number[] }>('/api/v1/schedules/next', key ?? '', schedule),
    enabled: schedule !== undefined && key !== undefined,
    retry: false,
  });
}

/** Saves a task, and starts its run where that is wished; the run is undefined where it is not. */
export function useSaveTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, run, seen, key }: { body: TaskBody; run: boolean; seen?: string; key: string }) => {
      await save<Task>('/api/v1/tasks', key, body, seen);
      return run ? await post<Run>(`/api/v1/tasks/${encodeURIComponent(body.id)}/runs`, key) : undefined;
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });
}

export interface SubscriptionBody {
  id: string;
  title?: string;
  dataset: string;
  target: string;
  mode: string;
  place: string;
  key?: string[];
  paused?: boolean;
}

export function useSaveSubscription() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, key }: { body: SubscriptionBody; key: string }) => post<Subscription>('/api/v1/subscriptions', key, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['subscriptions'] }),
  });
}
