/** Host and database, bucket, folder or address, as the settings name them. */
export function whereOf(settings: Record<string, string> = {}): string {
  const { host, port, database, directory, url, endpoint, bucket, servers, topic, server, topics, path, name } = settings;
  if (host) return `${host}${port ? `:${port}` : ''}${database ? `/${database}` : ''}${directory ? ` ${directory}` : ''}`;
  if (endpoint) return `${endpoint}/${bucket ?? ''}`;
  return url ?? path ?? ([servers ?? server, topic ?? topics].filter(Boolean).join(' ') || (name ?? ''));
}
