const base = (id: string) => `/api/v1/datasets/${encodeURIComponent(id)}`;

export const recordsPath = (id: string) => `${base(id)}/records`;

export function downloadPath(id: string, format: string, version?: string): string {
  const path = `${base(id)}/download/${encodeURIComponent(format)}`;
  return version ? `${path}?version=${encodeURIComponent(version)}` : path;
}
