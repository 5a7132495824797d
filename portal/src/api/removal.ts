import { useMutation, useQueryClient } from '@tanstack/react-query';
import { remove } from './client';

/** What can be removed beside subscriptions, and where all of its kind are listed. */
export const REMOVABLE = { source: '/api/v1/sources', task: '/api/v1/tasks', target: '/api/v1/targets' };
export type Removable = keyof typeof REMOVABLE;

/** What becomes of the data that a task has published. */
export type PublishedData = 'keep' | 'withdraw';

/** Removes; lists know of it once {@link useForgetRemoved} is told, so that what the hub has to say can be read first. */
export function useRemoval(kind: Removable) {
  return useMutation({
    mutationFn: ({ id, data, key }: { id: string; data?: PublishedData; key: string }) => remove(`${REMOVABLE[kind]}/${encodeURIComponent(id)}${data ? `?dataset=${data}` : ''}`, key),
  });
}

export function useForgetRemoved(kind: Removable) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [`${kind}s`] });
}
