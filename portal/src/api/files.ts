import { useMutation } from '@tanstack/react-query';
import { problemOf, send } from './client';

/** Saves a file that only the key opens, under the name that the hub gives it, or else the one given. */
async function save(path: string, key: string, name: string): Promise<void> {
  const response = await send(path, { headers: { Authorization: `Bearer ${key}` } });
  if (!response.ok) throw await problemOf(response);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function useFile() {
  return useMutation({ mutationFn: ({ path, key, name }: { path: string; key: string; name: string }) => save(path, key, name) });
}
