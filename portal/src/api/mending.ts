import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { address, getJson, problemOf, send } from './client';
import type { Run } from './types';

export interface DriftColumn {
  name: string;
  type?: string;
  title?: string;
  position?: number;
  required?: boolean;
}

export interface DriftChange {
  kind: 'added' | 'missing' | 'retyped' | 'renamed' | 'reordered';
  before?: DriftColumn;
  after?: DriftColumn;
  /** What the decision makes of the column; absent where that depends on renames. */
  evolve?: Outlook;
  ignore?: Outlook;
}

export interface Outlook {
  message: string;
  messageEn: string;
}

export interface DriftTable {
  table: string;
  dataset: string;
  /** `declared`, or a version. */
  comparedWith: string;
  changes: DriftChange[];
}

/** Why a run waits, and whom a change would affect. */
export interface Drift {
  run: string;
  waits: boolean;
  heldAt?: string;
  decision?: { decision: Verdict; renames?: Record<string, string>; decidedAt?: string };
  tables: DriftTable[];
  /** Absent without the key. */
  affected?: { kind: 'subscription' | 'task' | 'target'; id: string; title: string; dataset: string }[];
}

export const VERDICTS = ['evolve', 'ignore', 'reject'] as const;
export type Verdict = (typeof VERDICTS)[number];

const run = (id: string) => `/api/v1/runs/${encodeURIComponent(id)}`;

async function posted<T>(path: string, key: string, body: BodyInit, headers: Record<string, string> = {}): Promise<T> {
  const response = await send(path, { method: 'POST', headers: { Accept: 'application/json', Authorization: `Bearer ${key}`, ...headers }, body });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

export function useDrift(id: string, key?: string) {
  return useQuery({ queryKey: ['drift', id, key ?? ''], queryFn: ({ signal }) => getJson<Drift>(`${run(id)}/drift`, {}, signal, key), placeholderData: (before) => (before?.run === id ? before : undefined) });
}

export function useDecide(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ decision, renames, key }: { decision: Verdict; renames: Record<string, string>; key: string }) =>
      posted<Run>(`${run(id)}/decision`, key, JSON.stringify({ decision, renames }), { 'Content-Type': 'application/json' }),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['run', id] }), client.invalidateQueries({ queryKey: ['drift', id] })]),
  });
}

export function useSendMended(id: string) {
  return useMutation({
    mutationFn: ({ file, dataset, key }: { file: File; dataset?: string; key: string }) => {
      const form = new FormData();
      form.append('file', file);
      return posted<Run>(address(`${run(id)}/quarantine/mended`, { dataset }), key, form);
    },
  });
}

export function useReplay(id: string) {
  return useMutation({ mutationFn: ({ dataset, key }: { dataset?: string; key: string }) => posted<Run>(address(`${run(id)}/quarantine/replay`, { dataset }), key, '') });
}
