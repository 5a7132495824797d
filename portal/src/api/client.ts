import type { Health, SparqlAnswer } from './types';

/** An answer that is not a success: what RFC 9457 says of it, or status 0 when no answer came. */
export class Problem extends Error {
  readonly status: number;
  readonly code?: string;
  readonly traceId?: string;
  readonly title?: string;
  /** Seconds after which it is worth asking again. */
  readonly retryAfter?: number;
  /** What of the request has to be written otherwise: `settings.path`. */
  readonly field?: string;

  constructor(status: number, body: { title?: string; detail?: string; code?: string; traceId?: string; retryAfter?: number; field?: string } = {}) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.code = body.code;
    this.traceId = body.traceId;
    this.title = body.title;
    this.retryAfter = body.retryAfter;
    this.field = body.field;
  }
}

export type Query = Record<string, string | number | undefined | readonly string[]>;

/** The path with its query; absent and empty values are left out, lists are repeated. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) value.forEach((one: string) => search.append(name, one));
    else if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0);
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  const traceId = response.headers.get('X-Trace-Id') ?? undefined;
  const seconds = Number(response.headers.get('Retry-After') ?? NaN);
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
  return new Problem(response.status, { traceId, retryAfter, ...(body && typeof body === 'object' ? body : {}) });
}

export async function getJson<T>(path: string, query?: Query, signal?: AbortSignal, key?: string): Promise<T> {
  const response = await send(address(path, query), { headers: { Accept: 'application/json', ...(key ? { Authorization: `Bearer ${key}` } : {}) }, signal });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

/** What was read, and the tag of the state in which it was read. */
export interface Tagged<T> {
  body: T;
  tag?: string;
}

export async function getTagged<T>(path: string, signal: AbortSignal | undefined, key: string): Promise<Tagged<T>> {
  const response = await send(path, { headers: { Accept: 'application/json', Authorization: `Bearer ${key}` }, signal });
  if (!response.ok) throw await problemOf(response);
  return { body: (await response.json()) as T, tag: response.headers.get('ETag') ?? undefined };
}

/** Saves over the state that was read and over no other; over nothing where none was read. */
export async function save<T>(path: string, key: string, body: unknown, seen: string | undefined): Promise<T> {
  return post<T>(path, key, body, seen === undefined ? { 'If-None-Match': '*' } : { 'If-Match': seen });
}

export async function post<T>(path: string, key: string, body?: unknown, conditions: Record<string, string> = {}): Promise<T> {
  const headers = { Accept: 'application/json', Authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...conditions };
  const response = await send(path, { method: 'POST', headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** What a removal says that it did; nothing where it has nothing to say. */
export interface Removed {
  withdrawn?: string[];
  notes?: string[];
}

export async function remove(path: string, key: string): Promise<Removed> {
  const response = await send(path, { method: 'DELETE', headers: { Accept: 'application/json', Authorization: `Bearer ${key}` } });
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  return text ? (JSON.parse(text) as Removed) : {};
}

/** A SELECT or ASK over the catalogue's graph. */
export async function postSparql(query: string): Promise<SparqlAnswer> {
  const response = await send('/sparql', { method: 'POST', headers: { Accept: 'application/sparql-results+json', 'Content-Type': 'application/sparql-query' }, body: query });
  if (!response.ok) throw await problemOf(response);
  if (!/json/.test(response.headers.get('Content-Type') ?? '')) return { text: await response.text() };
  return (await response.json()) as SparqlAnswer;
}

/** Health is told with status 503 when a part is down; that is an answer, not a failure. */
export async function getHealth(signal?: AbortSignal): Promise<Health> {
  const response = await send('/actuator/health', { headers: { Accept: 'application/json' }, signal });
  if (!response.ok && response.status !== 503) throw await problemOf(response);
  const body = (await response.json().catch(() => undefined)) as Health | undefined;
  if (!body?.status) throw new Problem(response.status);
  return body;
}

/** A call as a developer sees it: status, time and the text as it came. */
export interface Answer {
  status: number;
  millis: number;
  body: string;
}

export async function tryCall(path: string, key?: string): Promise<Answer> {
  const begun = performance.now();
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (key) headers['X-API-Key'] = key;
  const response = await send(path, { headers });
  const text = await response.text();
  return { status: response.status, millis: Math.round(performance.now() - begun), body: indented(text) };
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
