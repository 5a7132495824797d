import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SettingsSchema, Values } from '../forms/schema';
import { getJson, getTagged, post, save } from './client';
import type { ColumnType } from './types';

export interface Connector {
  type: string;
  title?: string;
  titleEn?: string;
  schema: SettingsSchema;
  /** Of a target alone: how it can be delivered to. */
  modes?: string[];
}

/** What is declared of files, where it is not detected. */
export interface FormatOptions {
  format?: string;
  encoding?: string;
  delimiter?: string;
  recordSeparator?: string;
  quote?: string;
  header?: boolean;
  headerRow?: number;
  table?: string;
  rowsPath?: string;
  columnPaths?: { name: string; path: string }[];
}

/** A source or a target as it is saved: secrets are masked. */
export interface Connection {
  id: string;
  connector: string;
  title?: string;
  settings?: Values;
  format?: FormatOptions;
}

export interface TrialCheck {
  step: string;
  title?: string;
  titleEn?: string;
  result: 'PASSED' | 'FAILED' | 'NOT_NEEDED' | 'NOT_REACHED';
  detail?: string;
  code?: string;
  fix?: string;
  fixEn?: string;
}

export interface Sample {
  table?: string;
  columns: { name: string; type: ColumnType | string }[];
  rows: (string | null)[][];
}

export interface Trial {
  passed: boolean;
  millis?: number;
  checks?: TrialCheck[];
  sample?: Sample;
}

/** The two kinds of connections: systems that are read, and systems that are written. */
export type Kind = 'source' | 'target';

const CONNECTORS = { source: '/api/v1/connectors', target: '/api/v1/target-connectors' };
export const REGISTERS = { source: '/api/v1/sources', target: '/api/v1/targets' };

export function useConnectors(kind: Kind) {
  return useQuery({
    queryKey: ['connectors', kind],
    queryFn: ({ signal }) => getJson<{ connectors: Connector[] }>(CONNECTORS[kind], {}, signal),
    select: (found) => found.connectors,
    staleTime: 60_000,
  });
}

export function useConnections(kind: Kind, key?: string) {
  return useQuery({
    queryKey: [`${kind}s`, key ?? ''],
    queryFn: ({ signal }) => getJson<Record<string, Connection[]>>(REGISTERS[kind], {}, signal, key),
    select: (found) => found[`${kind}s`] ?? [],
    enabled: key !== undefined,
    retry: false,
  });
}

/** One that is edited, with the tag of its state. */
export function useConnection(kind: Kind, id: string | undefined, key?: string) {
  return useQuery({
    queryKey: [kind, id, key ?? ''],
    queryFn: ({ signal }) => getTagged<Connection>(`${REGISTERS[kind]}/${encodeURIComponent(id ?? '')}`, signal, key ?? ''),
    enabled: id !== undefined && key !== undefined,
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export interface Attempt {
  connector: string;
  settings: Values;
  format?: FormatOptions;
  /** The saved one whose secrets count where they are kept. */
  saved?: string;
}

/** Tries settings out that need not be saved. */
export function useTrial(kind: Kind) {
  return useMutation({
    mutationFn: ({ attempt: { connector, settings, format, saved }, key }: { attempt: Attempt; key: string }) =>
      post<Trial>(`${CONNECTORS[kind]}/${encodeURIComponent(connector)}/test`, key, { settings, format, [kind]: saved }),
  });
}

/** Tries out what is saved. */
export function useSavedTrial(kind: Kind) {
  return useMutation({ mutationFn: ({ id, key }: { id: string; key: string }) => post<Trial>(`${REGISTERS[kind]}/${encodeURIComponent(id)}/test`, key) });
}

export function useSaveConnection(kind: Kind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ connection, seen, key }: { connection: Connection; seen?: string; key: string }) => save<Connection>(REGISTERS[kind], key, connection, seen),
    onSuccess: () => client.invalidateQueries({ queryKey: [`${kind}s`] }),
  });
}
