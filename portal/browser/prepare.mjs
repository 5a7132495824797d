import { CHECKED as ID } from './discover.mjs';

const FIRST = '站点编码,站名,lon,lat,开通日期,客流\nA1,"示例一号站, 东",113.21,23.11,2020-01-05,120\nA2,示例二号站,113.35,23.25,2021-02-06,\n';
const SECOND = `站点编码,站名,lon,lat,开通日期,客流,线路\n${Array.from({ length: 60 }, (_, at) => `A${at + 1},"示例${at + 1}号站, '东'",${(113.2 + at * 0.01).toFixed(2)},${(23.1 + (at % 7) * 0.02).toFixed(2)},2026-${String(1 + (at % 9)).padStart(2, '0')}-11,${at % 4 ? 100 + at * 1.5 : ''},L${at % 3}`).join('\n')}\n`;

/** Never the same twice, or the second look at a hub would find it unchanged and without findings. */
const fees = () => `plate,fee\n${Array.from({ length: 200 }, (_, at) => `示A${10_000 + at},${at === 41 ? '十元' : at === 97 ? '' : `${at}.50`}`).join('\n')}\n示B${Date.now()},1.00\n`;
const FEE_SCHEMA = { columns: [{ name: 'plate', type: 'text', required: true, unique: true }, { name: 'fee', type: 'decimal(10,2)', required: true, unique: false }] };

async function publish(base, key, text, { id: dataset = ID, title = '浏览器检查（示例）', schema } = {}) {
  const form = new FormData();
  form.set('file', new Blob([text], { type: 'text/csv' }), `${dataset}.csv`);
  if (schema) form.set('schema', new Blob([JSON.stringify(schema)], { type: 'application/json' }), 'schema.json');
  const response = await fetch(`${base}/api/v1/publish?id=${dataset}&title=${encodeURIComponent(title)}&publisher=demo`, { method: 'POST', body: form, headers: { Authorization: `Bearer ${key}` } });
  if (response.status !== 202) return undefined;
  const { id } = await response.json();
  for (let look = 0; look < 120; look++) {
    const run = await (await fetch(`${base}/api/v1/runs/${id}`)).json();
    if (run.status === 'finished' || run.status === 'held') return run;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`run ${id} does not end`);
}

/** A task that holds its run: its file comes with another column. */
async function hold(base, key) {
  const id = `${ID}-held`;
  const { total } = await (await fetch(`${base}/api/v1/runs?task=${id}&status=held`)).json();
  if (total) return;
  await publish(base, key, `plate,weight\n示A1,1.5\n示A2,2.5\n`, { id, title: '列变化（示例）' });
  const saved = await fetch(`${base}/api/v1/tasks`, { method: 'POST', body: JSON.stringify({ id, source: id, title: '列变化（示例）', drift: 'hold' }), headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' } });
  if (saved.status === 201) await publish(base, key, `plate_no,weight,axles\n示A${Date.now()},1.5,2\n`, { id, title: '列变化（示例）' });
}

/** Publishes a small dataset twice, the second time with another schema, and one with refused rows, so that there is something to show. Needs the key. */
export async function prepare(base, key) {
  if (!key) return undefined;
  const first = await publish(base, key, FIRST);
  if (!first) return undefined;
  await publish(base, key, SECOND);
  await hold(base, key);
  const refused = await publish(base, key, fees(), { id: `${ID}-refused`, title: '通行费（示例，含被拒收的行）', schema: FEE_SCHEMA });
  return { ...(await (await fetch(`${base}/api/v1/datasets/${ID}`)).json()), refused };
}
