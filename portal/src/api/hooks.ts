import { hashKey, keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useAdminKey } from '../app/AdminKey';
import { getHealth, getJson, post, postSparql, tryCall, type Query } from './client';
import type { Alert, Column, Dataset, DatasetPage, ReceiptCheck, Records, Run, RunPage, Summary, Task, Version } from './types';

const REFRESH_MILLIS = 3_000;
const WATCH_MILLIS = 1_000;
const TOLD_MILLIS = 15_000;
const dataset = (id: string) => `/api/v1/datasets/${encodeURIComponent(id)}`;

export const isOpen = (run: Pick<Run, 'status'>) => run.status !== 'finished';

/** While an answer with another key is on its way the one with the key before stays: what stands on the page keeps its state. The key is the last part of a query's. */
const untilKeyed =
  (...place: unknown[]) =>
  <T>(before: T | undefined, asked?: { queryKey: readonly unknown[] }) =>
    asked && hashKey(asked.queryKey.slice(0, -1)) === hashKey(place) ? before : undefined;

export function useSummary() {
  const { key } = useAdminKey();
  return useQuery({ queryKey: ['summary', key ?? ''], queryFn: ({ signal }) => getJson<Summary>('/api/v1/summary', {}, signal, key) });
}

export function useDatasets(query: Query, enabled = true) {
  return useQuery({
    queryKey: ['datasets', query],
    queryFn: ({ signal }) => getJson<DatasetPage>('/api/v1/datasets', query, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useSuggestions(q: string) {
  return useQuery({
    queryKey: ['suggest', q],
    queryFn: ({ signal }) => getJson<{ suggestions?: string[] }>('/api/v1/suggest', { q }, signal),
    enabled: q.length > 0,
    retry: false,
    select: (found) => found.suggestions ?? [],
    placeholderData: keepPreviousData,
  });
}

/** With the key also datasets that are not open. */
export function useDataset(id: string, enabled = true) {
  const { key } = useAdminKey();
  return useQuery({
    queryKey: ['dataset', id, key ?? ''],
    queryFn: ({ signal }) => getJson<Dataset>(dataset(id), {}, signal, key),
    placeholderData: untilKeyed('dataset', id),
    enabled,
  });
}

export function useSchema(id: string, enabled: boolean) {
  const { key } = useAdminKey();
  return useQuery({
    queryKey: ['schema', id, key ?? ''],
    queryFn: ({ signal }) => getJson<{ columns?: Column[] }>(`${dataset(id)}/schema`, {}, signal, key),
    enabled,
  });
}

export function useVersions(id: string) {
  const { key } = useAdminKey();
  return useQuery({
    queryKey: ['versions', id, key ?? ''],
    queryFn: ({ signal }) => getJson<{ versions?: Version[] }>(`${dataset(id)}/versions`, {}, signal, key),
    select: (found) => found.versions ?? [],
  });
}

export function useVersion(id: string, version: string | undefined) {
  const { key } = useAdminKey();
  return useQuery({
    queryKey: ['version', id, version, key ?? ''],
    queryFn: ({ signal }) => getJson<Version>(`${dataset(id)}/versions/${encodeURIComponent(version ?? '')}`, {}, signal, key),
    enabled: version !== undefined,
    staleTime: Infinity,
  });
}

export function useRecords(id: string, query: Query, enabled = true) {
  const { key } = useAdminKey();
  return useQuery({
    queryKey: ['records', id, query, key ?? ''],
    queryFn: ({ signal }) => getJson<Records>(`${dataset(id)}/records`, query, signal, key),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useSparql() {
  return useMutation({ mutationFn: (query: string) => postSparql(query) });
}

export function useRecordsCall() {
  return useMutation({ mutationFn: ({ path, key }: { path: string; key?: string }) => tryCall(path, key) });
}

export function useRuns(query: Query) {
  const { key } = useAdminKey();
  return useQuery({
    queryKey: ['runs', query, key ?? ''],
    queryFn: ({ signal }) => getJson<RunPage>('/api/v1/runs', query, signal, key),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isOpen) ? REFRESH_MILLIS : false),
  });
}

/** With the key the samples of the findings have their values. */
/** An open run is followed as the hub tells of it; where events do not come through, it is asked for every second. */
export function useRun(id: string, key?: string) {
  const [told, setTold] = useState(false);
  const query = useQuery({
    queryKey: ['run', id, key ?? ''],
    queryFn: ({ signal }) => getJson<Run>(`/api/v1/runs/${encodeURIComponent(id)}`, {}, signal, key),
    placeholderData: (before) => (before?.id === id ? before : undefined),
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? (told ? TOLD_MILLIS : WATCH_MILLIS) : false),
  });
  useRunEvents(id, query.data !== undefined && isOpen(query.data), setTold);
  return query;
}

function useRunEvents(id: string, open: boolean, setTold: (told: boolean) => void) {
  const client = useQueryClient();
  useEffect(() => {
    if (!open || typeof EventSource === 'undefined') return undefined;
    const events = new EventSource(`/api/v1/runs/${encodeURIComponent(id)}/events`);
    events.addEventListener('progress', ({ data }: MessageEvent<string>) => {
      setTold(true);
      const progress = JSON.parse(data) as Partial<Run>;
      client.setQueriesData<Run>({ queryKey: ['run', id] }, (run) => (run && isOpen(run) ? { ...run, ...progress } : run));
    });
    events.addEventListener('done', () => {
      events.close();
      void client.invalidateQueries({ queryKey: ['run', id] });
    });
    events.onerror = () => setTold(false);
    return () => {
      events.close();
      setTold(false);
    };
  }, [client, id, open, setTold]);
}

/** With the key they say what happened. */
export function useAlerts(key?: string) {
  return useQuery({
    queryKey: ['alerts', key ?? ''],
    queryFn: ({ signal }) => getJson<{ items?: Alert[] }>('/api/v1/alerts', { open: 'true', size: 50 }, signal, key),
    placeholderData: keepPreviousData,
    select: (found) => found.items ?? [],
    refetchInterval: 15_000,
  });
}

/** Something done to a task or an alert: pause, resume, try again, acknowledge. */
export function useOperation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, key }: { path: string; key: string }) => post<unknown>(path, key),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['tasks'] }), client.invalidateQueries({ queryKey: ['alerts'] })]),
  });
}

/** The server's check of a run's receipt; undefined for a run that ended before there were receipts. */
export function useReceiptCheck(id: string, finished: boolean) {
  const { key } = useAdminKey();
  return useQuery({
    queryKey: ['receipt', id, key ?? ''],
    queryFn: ({ signal }) => getJson<ReceiptCheck>(`/api/v1/runs/${encodeURIComponent(id)}/receipt/check`, {}, signal, key),
    enabled: finished,
    retry: false,
  });
}

/** With the key also those of datasets that are not open. */
export function useTasks() {
  const { key } = useAdminKey();
  return useQuery({
    queryKey: ['tasks', key ?? ''],
    queryFn: ({ signal }) => getJson<{ tasks?: Task[] }>('/api/v1/tasks', {}, signal, key),
    placeholderData: untilKeyed('tasks'),
    select: (found) => found.tasks ?? [],
    refetchInterval: ({ state }) => (state.data?.tasks?.some((task) => task.lastRun && isOpen(task.lastRun)) ? REFRESH_MILLIS : false),
  });
}

export function useStartRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ task, key }: { task: string; key: string }) => post<Run>(`/api/v1/tasks/${encodeURIComponent(task)}/runs`, key),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });
}

export function useStopRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ run, key }: { run: string; key: string }) => post<Run>(`/api/v1/runs/${encodeURIComponent(run)}/stop`, key),
    onSuccess: (_, { run }) => client.invalidateQueries({ queryKey: ['run', run] }),
  });
}

export function useHealth() {
  return useQuery({ queryKey: ['health'], queryFn: ({ signal }) => getHealth(signal), refetchInterval: 15_000, retry: false });
}
