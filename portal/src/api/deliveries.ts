import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, post, remove, type Query } from './client';

export const DELIVERY_STATUSES = ['waiting', 'running', 'stopping', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export interface Delivery {
  id: string;
  subscription: string;
  dataset: string;
  target: string;
  /** The version delivered before. */
  from?: string;
  version: string;
  batch: string;
  status: DeliveryStatus;
  attempt: number;
  rows: number;
  bytes: number;
  error?: { code?: string; kind?: string; message?: string };
  acknowledgement?: { at?: string; rows?: number; refused?: number; note?: string };
  plannedAt?: string;
  nextAt?: string;
  startedAt?: string;
  endedAt?: string;
  durationMillis?: number;
}

export type DeliveryMode = 'replace' | 'upsert' | 'append' | 'front-end';

export interface Subscription {
  id: string;
  title?: string;
  dataset: string;
  target: string;
  mode: DeliveryMode;
  place: string;
  key?: string[];
  paused?: boolean;
  lastDelivery?: Delivery;
}

export interface Target {
  id: string;
  connector: string;
  title?: string;
  settings?: Record<string, string>;
}

const LOOK_MILLIS = 5_000;
const WATCH_MILLIS = 1_000;
const moves = (delivery?: Delivery) => delivery !== undefined && delivery.status !== 'delivered' && delivery.status !== 'failed';

/** Everything here tells of inner systems: nothing is asked for without the key. */
export function useSubscriptions(key?: string) {
  return useQuery({
    queryKey: ['subscriptions', key ?? ''],
    queryFn: ({ signal }) => getJson<{ subscriptions?: Subscription[] }>('/api/v1/subscriptions', {}, signal, key),
    select: (found) => found.subscriptions ?? [],
    enabled: key !== undefined,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.subscriptions?.some(({ lastDelivery }) => moves(lastDelivery)) ? LOOK_MILLIS : false),
  });
}

export function useTargets(key?: string) {
  return useQuery({
    queryKey: ['targets', key ?? ''],
    queryFn: ({ signal }) => getJson<{ targets?: Target[] }>('/api/v1/targets', {}, signal, key),
    select: (found) => found.targets ?? [],
    enabled: key !== undefined,
    retry: false,
  });
}

export function useDeliveries(query: Query, key?: string) {
  return useQuery({
    queryKey: ['deliveries', query, key ?? ''],
    queryFn: ({ signal }) => getJson<{ total: number; items: Delivery[] }>('/api/v1/deliveries', query, signal, key),
    placeholderData: keepPreviousData,
    enabled: key !== undefined,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.items.some(moves) ? LOOK_MILLIS : false),
  });
}

/** One delivery, looked at until it has ended. */
export function useDelivery(id: string, key?: string) {
  return useQuery({
    queryKey: ['deliveries', id, key ?? ''],
    queryFn: ({ signal }) => getJson<Delivery>(`/api/v1/deliveries/${encodeURIComponent(id)}`, {}, signal, key),
    enabled: key !== undefined,
    retry: false,
    refetchInterval: ({ state }) => (moves(state.data) ? WATCH_MILLIS : false),
  });
}

/** Something done to a subscription or a delivery: deliver now, pause, resume, stop, remove. */
export function useDeliveryOperation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, key, removes = false }: { path: string; key: string; removes?: boolean }) => (removes ? remove(path, key) : post<unknown>(path, key)),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['subscriptions'] }), client.invalidateQueries({ queryKey: ['deliveries'] })]),
  });
}
