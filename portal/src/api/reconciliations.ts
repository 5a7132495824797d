import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, post, type Query } from './client';
import type { Delivery } from './deliveries';
import type { Run } from './types';

export const STATEMENT_STATES = ['balanced', 'unacknowledged', 'unknown', 'different'] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

export const DIFFERENCE_KINDS = ['onlyInSource', 'onlyInTarget', 'different'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export interface Side {
  count: number;
  digest?: string;
}

/** How many keys differ, by kind; lower bounds unless complete. */
export type Differences = Record<DifferenceKind, number> & { complete: boolean };

/** What reached one target of a version. */
export interface StatementDelivery {
  subscription: string;
  target: string;
  /** Absent while there is no delivery yet. */
  delivery?: string;
  batch?: string;
  state: StatementState;
  /** Whether the target was read again, or what the delivery noted counts. */
  basis: 'reread' | 'receipt';
  delivered: number;
  digest?: string;
  batchRows: number;
  acknowledged?: number;
  /** Why the target could not be read again, or the delivery failed. */
  trouble?: string;
  differences: Differences;
}

export interface StatementLine {
  dataset: string;
  version: string;
  run: string;
  state: StatementState;
  basis: 'reread' | 'receipt';
  source: Side;
  sourceRefused: number;
  received: number;
  refused: number;
  published: Side;
  deliveries: StatementDelivery[];
  differences: Differences;
}

/** The statement of a task and day. */
export interface Statement {
  id: string;
  task: string;
  date: string;
  madeAt: string;
  state: StatementState;
  lines: StatementLine[];
}

export interface Difference {
  dataset: string;
  /** Whose target differs; absent where source and version differ. */
  subscription?: string;
  /** Whose batch differs in the target. */
  version?: string;
  kind: DifferenceKind;
  key: string[];
}

export interface Retransmission {
  run?: Run;
  deliveries: Delivery[];
  notes: string[];
}

const PATH = '/api/v1/reconciliations';
export const statementPath = (id: string) => `${PATH}/${encodeURIComponent(id)}`;

/** By the rule of the hub: rows and digests where the source was read again, rows alone otherwise. */
export const sourceDiffers = ({ basis, source, published }: StatementLine) => source.count !== published.count || (basis === 'reread' && source.digest !== published.digest);

/** Statements name rows that were never published: nothing is asked for without the key. */
export function useStatements(query: Query, key?: string) {
  return useQuery({
    queryKey: ['statements', query, key ?? ''],
    queryFn: ({ signal }) => getJson<{ total: number; items: Statement[] }>(PATH, query, signal, key),
    placeholderData: keepPreviousData,
    enabled: key !== undefined,
    retry: false,
  });
}

export function useStatement(id: string, key?: string) {
  return useQuery({ queryKey: ['statement', id, key ?? ''], queryFn: ({ signal }) => getJson<Statement>(statementPath(id), {}, signal, key), enabled: key !== undefined, retry: false, staleTime: Infinity });
}

export function useDifferences(id: string, query: Query, key?: string) {
  return useQuery({
    queryKey: ['differences', id, query, key ?? ''],
    queryFn: ({ signal }) => getJson<{ total: number; items: Difference[] }>(`${statementPath(id)}/differences`, query, signal, key),
    placeholderData: keepPreviousData,
    enabled: key !== undefined,
    retry: false,
  });
}

export function useReconcile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ task, date, key }: { task: string; date: string; key: string }) => post<Statement>(PATH, key, { task, date }),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['statements'] }), client.invalidateQueries({ queryKey: ['alerts'] })]),
  });
}

export function useRetransmit(id: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: (key: string) => post<Retransmission>(`${statementPath(id)}/retransmit`, key), onSettled: () => client.invalidateQueries({ queryKey: ['deliveries'] }) });
}
