async function json(url) {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.json();
}

/** The dataset that `prepare.mjs` publishes is looked at on its own. */
export const CHECKED = 'browser-check';

const api = (base) => (path) => json(`${base}/api/v1/${path}`);

/** What the hub under test holds: one dataset of each kind and one run of each outcome, as far as there are any. */
export async function discover(base) {
  const get = api(base);
  const page = await get('datasets?size=100');
  if (!page.items.length) throw new Error('The hub holds no dataset; load the demonstration data first.');
  const local = page.items.find(({ id, origin, rows }) => !id.startsWith(CHECKED) && origin?.kind !== 'HARVESTED' && rows > 0) ?? page.items[0];
  const harvested = page.items.find(({ origin }) => origin?.kind === 'HARVESTED');
  const runs = (await get('runs?size=100')).items;
  const outcomes = new Map();
  for (const run of runs) if (run.outcome && !outcomes.has(run.outcome)) outcomes.set(run.outcome, run.id);
  const theme = Object.entries(page.facets ?? {}).find(([, values]) => values?.some(({ count }) => count > 0));
  return {
    local: await get(`datasets/${encodeURIComponent(local.id)}`),
    harvested: harvested?.id,
    runs: [...outcomes.values()],
    held: runs.find(({ status }) => status === 'held')?.id,
    facet: theme && { name: theme[0], value: theme[1][0].value },
    tasks: (await get('tasks')).tasks ?? [],
  };
}
