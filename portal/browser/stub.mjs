// The portal's development server: the built files and demonstration answers in the shapes of docs/api.md.
// node browser/stub.mjs [--port 8090]
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as demo from './demo.mjs';
import * as forms from './stubForms.mjs';

export const ADMIN_KEY = 'demonstration-key';
const FILES = fileURLToPath(new URL('../target/classes/static', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const PAGES = /^\/(search|datasets\/[^/]+|exchange\/((runs|tasks|sources|reconciliations)(\/[^/]+)?|deliveries|(targets|subscriptions)\/[^/]+|new-(source|task|target|subscription))|developer|status)?$/;
const CSP = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";
const STEPS = ['queued', 'fetching', 'decoding', 'publishing', 'cataloguing'];

const started = [];

/** A started run goes one step further with every look at it, and is published at the end. */
function advanced(run) {
  if (run.status === 'finished' || run.status === 'held') return run;
  const next = STEPS.indexOf(run.step) + 1;
  if (next < STEPS.length) Object.assign(run, { status: 'running', step: STEPS[next], read: next * 60, published: 0, refused: 0 });
  else Object.assign(run, { status: 'finished', step: 'finished', outcome: 'Published', version: 'v1', read: 240, published: 240, refused: 0, finishedAt: new Date().toISOString(), durationMillis: 5_000 });
  return run;
}

/** What readers without the key see of the samples. */
function withoutValues(run) {
  const findings = run.findings?.map((finding) => ({ ...finding, samples: finding.samples?.map(({ row, reason }) => ({ row, reason })) }));
  return { ...run, findings, valuesWithheld: findings?.some(({ samples }) => samples?.length) ?? false };
}

function start(task) {
  const run = { id: `01DEMOSTARTED${String(started.length + 1).padStart(13, '0')}`, task: task.id, source: task.source, dataset: task.dataset, status: 'queued', step: 'queued', startedAt: new Date().toISOString(), findings: [] };
  started.unshift(run);
  task.lastRun = run;
  return run;
}

function listRuns(query) {
  const holds = (run) => ['task', 'status', 'outcome'].every((name) => !query.get(name) || run[name] === query.get(name));
  const found = [...started, ...demo.runs].filter(holds);
  const page = Number(query.get('page') ?? 1);
  const size = Number(query.get('size') ?? 20);
  return { total: found.length, items: found.slice((page - 1) * size, page * size) };
}

function listDeliveries(query) {
  const found = demo.deliveries.filter((one) => ['status', 'subscription'].every((name) => !query.get(name) || one[name] === query.get(name)));
  return { total: found.length, page: 1, size: 20, items: found };
}

function listStatements(query) {
  const found = demo.statements.filter((one) => ['task', 'date', 'state'].every((name) => !query.get(name) || one[name] === query.get(name)));
  return { total: found.length, page: 1, size: 20, items: found };
}

function listDifferences(id, query) {
  const found = demo.differences(id).filter((one) => ['kind', 'subscription', 'dataset'].every((name) => !query.get(name) || one[name] === query.get(name)));
  const page = Number(query.get('page') ?? 1);
  const size = Number(query.get('size') ?? 100);
  return { total: found.length, page, size, items: found.slice((page - 1) * size, page * size) };
}

/** What waits or has failed is on its way again. */
function deliverNow(id) {
  const { lastDelivery } = demo.subscriptions.find((one) => one.id === id) ?? {};
  if (lastDelivery) Object.assign(lastDelivery, { status: 'running', nextAt: undefined, attempt: lastDelivery.attempt + 1 });
  return { status: 202, body: { id } };
}

const problem = (status, code, detail) => ({ status, body: { type: `https://jiaohui.example/problems/${code.toLowerCase()}`, title: detail, status, detail, code, traceId: 'demo-trace-0001' } });
const ok = (body) => ({ status: 200, body });

const GETS = [
  [/^\/api\/v1\/summary$/, () => ok(demo.summary())],
  [/^\/api\/v1\/datasets$/, (_, query) => (query.get('q') === 'fail' ? problem(500, 'SEARCH_DOWN', 'search is down') : ok(demo.search(query)))],
  [/^\/api\/v1\/suggest$/, (_, query) => ok({ suggestions: demo.items.map(({ title }) => title).filter((title) => title.includes(query.get('q') ?? '')).slice(0, 5) })],
  [/^\/api\/v1\/datasets\/([^/]+)$/, ([id]) => (demo.dataset(id) ? ok(demo.dataset(id)) : problem(404, 'UNKNOWN_DATASET', `No dataset "${id}"`))],
  [/^\/api\/v1\/datasets\/([^/]+)\/records$/, (_, query) => (query.get('format') === 'csv' ? { status: 200, text: demo.recordsCsv(query), type: 'text/csv;charset=UTF-8' } : ok(demo.records(query)))],
  [/^\/api\/v1\/datasets\/([^/]+)\/versions$/, ([id]) => ok({ versions: demo.versions(id) })],
  [/^\/api\/v1\/datasets\/([^/]+)\/versions\/([^/]+)$/, ([id, version]) => ok(demo.version(id, version))],
  [/^\/api\/v1\/datasets\/([^/]+)\/schema$/, ([id]) => ok({ version: 'v1', columns: demo.dataset(id)?.columns ?? [] })],
  [/^\/api\/v1\/datasets\/([^/]+)\/download\/\w+$/, () => ({ status: 200, text: 'passage_id,gate\n1,演示门架一\n', type: 'text/csv; charset=utf-8' })],
  [/^\/api\/v1\/runs$/, (_, query) => ok(listRuns(query))],
  [/^\/api\/v1\/runs\/([^/]+)$/, ([id], _, keyed) => {
    const run = [...started, ...demo.runs].find((one) => one.id === id);
    if (!run) return problem(404, 'UNKNOWN_RUN', `No run "${id}"`);
    return ok(keyed ? advanced(run) : withoutValues(advanced(run)));
  }],
  // No events: the portal asks again by itself.
  [/^\/api\/v1\/runs\/[^/]+\/events$/, () => ({ status: 204, text: '' })],
  [/^\/api\/v1\/runs\/([^/]+)\/drift$/, ([id]) => ok(id === demo.drift.run ? demo.drift : { run: id, waits: false, tables: [], affected: [] })],
  [/^\/api\/v1\/runs\/([^/]+)\/quarantine$/, (_, __, keyed) => (!keyed ? problem(401, 'UNAUTHENTICATED', 'this needs an administrator key') : { status: 200, text: 'row,column,rule,value,reason,raw\n17,plate,required,,empty,"17,,K1"\n', type: 'text/csv; charset=utf-8' })],
  [/^\/api\/v1\/runs\/([^/]+)\/receipt\/check$/, ([id]) => ok({ verified: true, task: 'toll-gates', sequence: 7, digest: 'sha256:6a1f0c52b7d94e08a1f0c52b7d94e08a', signatureAlgorithm: 'SM2-SM3', keyId: '9f86d081884c7d65', faults: [], run: id })],
  [/^\/api\/v1\/alerts$/, () => ok({ total: 0, items: [] })],
  [/^\/api\/v1\/tasks$/, () => ok({ tasks: demo.tasks })],
  [/^\/api\/v1\/tasks\/([^/]+)$/, ([id], _, keyed) => (keyed ? ok(forms.bodyOf(demo.tasks, id)) : problem(401, 'UNAUTHENTICATED', 'this needs an administrator key'))],
  [/^\/api\/v1\/connectors$/, () => ok({ connectors: forms.connectors })],
  [/^\/api\/v1\/target-connectors$/, () => ok({ connectors: forms.targetConnectors })],
  [/^\/api\/v1\/code-lists$/, () => ok(forms.codeLists)],
  [/^\/api\/v1\/sources$/, (_, __, keyed) => (keyed ? ok({ sources: forms.sources }) : problem(401, 'UNAUTHENTICATED', 'this needs an administrator key'))],
  [/^\/api\/v1\/(sources|targets)\/([^/]+)$/, ([what, id], _, keyed) => {
    const found = (what === 'sources' ? forms.sources : demo.targets).find((one) => one.id === id);
    return keyed && found ? ok(found) : problem(keyed ? 404 : 401, keyed ? 'UNKNOWN_SOURCE' : 'UNAUTHENTICATED', id);
  }],
  [/^\/api\/v1\/(subscriptions|targets|deliveries)$/, ([what], query, keyed) => (keyed ? ok(what === 'deliveries' ? listDeliveries(query) : { [what]: demo[what] }) : problem(401, 'UNAUTHENTICATED', 'this needs an administrator key'))],
  [/^\/api\/v1\/reconciliations(\/.*)?$/, ([rest], query, keyed) => {
    if (!keyed) return problem(401, 'UNAUTHENTICATED', 'this needs an administrator key');
    if (!rest) return ok(listStatements(query));
    const [, id, part] = rest.split('/');
    const statement = demo.statements.find((one) => one.id === id);
    if (!statement) return problem(404, 'UNKNOWN_RECONCILIATION', `No statement "${id}"`);
    if (part === 'differences') return ok(listDifferences(id, query));
    return query.get('format') === 'csv' ? { status: 200, text: '任务 task,日期 date\n', type: 'text/csv;charset=UTF-8' } : ok(statement);
  }],
  [/^\/api\/v1\/deliveries\/([^/]+)(\/receipt)?$/, ([id, receipt], _, keyed) => {
    const delivery = demo.deliveries.find((one) => one.id === id) ?? demo.retransmitted.find((one) => one.id === id);
    if (!keyed || !delivery) return problem(keyed ? 404 : 401, keyed ? 'UNKNOWN_DELIVERY' : 'UNAUTHENTICATED', id);
    return ok(receipt ? { format: 'jiaohui-receipt/1', kind: 'delivery', subject: id } : delivery);
  }],
  [/^\/actuator\/health$/, () => ok(demo.health)],
];

const isKeyed = (headers) => (headers.authorization?.replace('Bearer ', '') ?? headers['x-api-key']) === ADMIN_KEY;

function post(path, headers, body) {
  if (!isKeyed(headers)) return problem(401, 'UNAUTHORIZED', 'The administrator key is not right');
  const task = demo.tasks.find(({ id }) => path === `/api/v1/tasks/${id}/runs`);
  if (task) return { status: 202, body: start(task) };
  if (path === `/api/v1/runs/${demo.drift.run}/decision`) return { status: 202, body: demo.runs.find(({ id }) => id === demo.drift.run) };
  const now = /^\/api\/v1\/subscriptions\/([^/]+)\/deliver-now$/.exec(path);
  if (now) return deliverNow(now[1]);
  const tested = /^\/api\/v1\/targets\/([^/]+)\/test$/.exec(path);
  if (tested) return ok(demo.targetTests[tested[1]] ?? { passed: true });
  if (/^\/api\/v1\/((target-)?connectors|sources)\/[^/]+\/test$/.test(path)) return ok(forms.tried(body));
  if (path === '/api/v1/sources') return { status: 201, body: forms.saveSource(body) };
  if (path === '/api/v1/tasks') return { status: 201, body: forms.saveTask(demo.tasks, body) };
  if (path === '/api/v1/schedules/next') return ok({ next: [1, 2, 3].map((day) => new Date(Date.now() + day * 86_400_000).toISOString()) });
  if (path === '/api/v1/reconciliations') return { status: 201, body: demo.statements[0] };
  if (/^\/api\/v1\/reconciliations\/[^/]+\/retransmit$/.test(path)) return { status: 202, body: { deliveries: demo.retransmitted, notes: [] } };
  const run = started.find(({ id }) => path === `/api/v1/runs/${id}/stop`);
  if (run) return { status: 202, body: Object.assign(run, { status: 'stopping' }) };
  return problem(404, 'UNKNOWN', path);
}

const html = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** What the hub writes into the shell of a dataset page, for readers without JavaScript and for search engines. */
function filled(shell, path) {
  const found = demo.dataset(/^\/datasets\/([^/]+)$/.exec(path)?.[1]);
  if (!found) return shell;
  const linked = JSON.stringify({ '@context': 'https://schema.org/', '@type': 'Dataset', name: found.title }).replaceAll('<', '\\u003c');
  return shell
    .replace(/<!--app-title-->.*<!--\/app-title-->/, `<title>${html(found.title)}</title>`)
    .replace('<!--app-head-->', `<meta name="description" content="${html(found.summary)}"><script type="application/ld+json">${linked}</script>`)
    .replace('<!--app-body-->', `<main class="page"><h1>${html(found.title)}</h1><p>${html(found.summary)}</p></main>`);
}

async function file(path) {
  const wanted = normalize(path);
  if (extname(wanted)) {
    const body = await readFile(join(FILES, wanted)).catch(() => undefined);
    return body ? { status: 200, text: body, type: TYPES[extname(wanted)] ?? 'application/octet-stream' } : { status: 404, text: '' };
  }
  const shell = await readFile(join(FILES, 'index.html'), 'utf8');
  return { status: PAGES.test(path) ? 200 : 404, text: filled(shell, path), type: TYPES['.html'] };
}

async function answer(request) {
  const url = new URL(request.url, 'http://stub');
  const path = decodeURIComponent(url.pathname);
  if (request.method === 'POST') {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    return post(path, request.headers, text.startsWith('{') ? JSON.parse(text) : undefined);
  }
  for (const [pattern, reply] of GETS) {
    const match = pattern.exec(path);
    if (match) return reply(match.slice(1), url.searchParams, isKeyed(request.headers));
  }
  return file(path);
}

export function serve(port) {
  const server = createServer(async (request, response) => {
    const { status, body, text, type } = await answer(request).catch((error) => problem(500, 'STUB', String(error)));
    response.writeHead(status, { 'Content-Type': type ?? (status >= 400 ? 'application/problem+json' : 'application/json'), 'Content-Security-Policy': CSP, 'Cache-Control': 'no-store' });
    response.end(text ?? JSON.stringify(body));
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--port');
  const port = at > 0 ? Number(process.argv[at + 1]) : 8090;
  await serve(port);
  process.stdout.write(`Demonstration data at http://127.0.0.1:${port} (administrator key: ${ADMIN_KEY})\n`);
}
