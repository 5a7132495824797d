/** The shapes of docs/api.md. A key whose value is unknown is absent, so nearly every key is optional. */

export interface Coded {
  code: string;
  label?: string;
  labelEn?: string;
}

export interface Publisher {
  code: string;
  name?: string;
  nameEn?: string;
}

export interface Origin {
  kind: 'LOCAL' | 'HARVESTED';
  source?: string;
  landingPage?: string;
}

export interface DatasetItem {
  id: string;
  title: string;
  titleEn?: string;
  summary?: string;
  summaryEn?: string;
  /** HTML-escaped text in which only `<em>` is markup. */
  highlight?: { title?: string; summary?: string };
  publisher?: Publisher;
  themes?: Coded[];
  region?: Coded;
  formats?: string[];
  rows?: number;
  bytes?: number;
  issued?: string;
  modified?: string;
  version?: string;
  /** 0 to 100. */
  quality?: number;
  updateCycle?: Coded;
  access?: Coded;
  /** Of a restricted dataset: on which conditions it is given and how to apply for it. */
  accessConditions?: string;
  origin?: Origin;
}

export interface FacetValue {
  value: string;
  label?: string;
  labelEn?: string;
  count: number;
}

export const FACETS = ['theme', 'publisher', 'format', 'region'] as const;
export type FacetName = (typeof FACETS)[number];

export interface DatasetPage {
  total: number;
  page?: number;
  size?: number;
  items: DatasetItem[];
  facets?: Partial<Record<FacetName, FacetValue[]>>;
  suggestion?: string;
}

export type ColumnType =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'time'
  | 'json'
  | 'geometry';

export interface ColumnProfile {
  nulls?: number;
  distinct?: number;
  distinctExact?: boolean;
  min?: string | number;
  max?: string | number;
  top?: { value: string | number | null; count: number }[];
}

export interface Column {
  name: string;
  type: ColumnType;
  title?: string;
  titleEn?: string;
  gbType?: string;
  length?: number;
  precision?: number;
  scale?: number;
  unit?: string;
  description?: string;
  required?: boolean;
  key?: boolean;
  codeList?: (string | { value: string; label?: string; labelEn?: string })[];
  profile?: ColumnProfile;
}

export interface Download {
  format: string;
  url: string;
  bytes?: number;
  sha256?: string;
  rows?: number;
  /** False when the file is made at the first request. */
  ready?: boolean;
  note?: string;
}

export interface QualityCheck {
  dimension: string;
  label?: string;
  labelEn?: string;
  score: number;
}

export interface Distribution {
  title?: string;
  format?: string;
  accessUrl?: string;
  downloadUrl?: string;
  bytes?: number;
}

export interface Dataset extends DatasetItem {
  keywords?: string[];
  license?: { uri?: string; label?: string; labelEn?: string };
  landingPage?: string;
  columns?: Column[];
  geometry?: { longitude?: string; latitude?: string };
  downloads?: Download[];
  qualityChecks?: QualityCheck[];
  distributions?: Distribution[];
  lineage?: { run?: string; source?: string; task?: string; softwareVersion?: string };
  links?: { turtle?: string; jsonld?: string; records?: string; openapi?: string };
}

export interface Version {
  version: string;
  run?: string;
  publishedAt?: string;
  rows?: number;
  bytes?: number;
  sha256?: string;
  refused?: number;
  schemaChanged?: boolean;
  /** Only when one version is asked for. */
  columns?: Column[];
}

export type Cell = string | number | boolean | null | object;

export interface Records {
  version?: string;
  columns: { name: string; type?: ColumnType }[];
  rows: Cell[][];
  next?: string;
  total?: number;
}

export const STATUSES = ['queued', 'running', 'stopping', 'held', 'finished'] as const;
export type RunStatus = (typeof STATUSES)[number];
export const OUTCOMES = ['Published', 'Unchanged', 'Rejected', 'Failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const STEPS = ['queued', 'fetching', 'decoding', 'publishing', 'cataloguing', 'finished'] as const;
export type Step = (typeof STEPS)[number];

export interface FindingSample {
  row?: number;
  /** Absent when it is withheld from readers without the key. */
  value?: string | null;
  reason?: string;
}

export interface Finding {
  rule: string;
  severity?: 'error' | 'warning' | 'info';
  column?: string;
  table?: string;
  count?: number;
  message?: string;
  messageEn?: string;
  samples?: FindingSample[];
}

export interface RunTable {
  table: string;
  dataset?: string;
  outcome?: Outcome;
  version?: string;
  read?: number;
  refused?: number;
  published?: number;
}

export interface RunError {
  code: string;
  kind?: 'provider' | 'operator' | 'caller' | 'hub';
  message?: string;
  /** The message is only what the code is called, for want of the key. */
  withheld?: boolean;
}

/** What the server found when it checked a run's receipt. */
export interface ReceiptCheck {
  verified: boolean;
  task: string;
  sequence: number;
  digest: string;
  signatureAlgorithm: string;
  keyId: string;
  faults: string[];
}

export interface Run {
  id: string;
  /** The samples of the findings came without their values, for want of the key. */
  valuesWithheld?: boolean;
  task?: string;
  source?: string;
  status: RunStatus;
  outcome?: Outcome;
  step?: string;
  read?: number;
  refused?: number;
  published?: number;
  bytes?: number;
  dataset?: string;
  version?: string;
  attempt?: number;
  queuedAt?: string;
  startedAt?: string;
  finishedAt?: string;
  durationMillis?: number;
  error?: RunError;
  findings?: Finding[];
  tables?: RunTable[];
  /** The run whose refused rows this one brings back. */
  mends?: string;
}

export interface RunPage {
  total: number;
  items: Run[];
}

export interface Task {
  id: string;
  source?: string;
  dataset?: string;
  title?: string;
  titleEn?: string;
  publisher?: Publisher;
  schedule?: Schedule;
  priority?: number;
  operation?: TaskOperation;
  lastRun?: Run;
}

export interface Schedule {
  kind?: 'interval' | 'cron' | 'working-days' | 'arrival' | 'after';
  everySeconds?: number;
  cron?: string;
  zone?: string;
  times?: string[];
  nthOfMonth?: number;
  lookSeconds?: number;
  task?: string;
}

/** How a task stands. */
export interface TaskOperation {
  paused?: boolean;
  next?: string[];
  /** Years among them whose holidays are not loaded. */
  unknownYears?: number[];
  lagSeconds?: number;
  retry?: { run?: string; retry?: number; of?: number; at?: string };
  deadLetter?: { run?: string; retries?: number; reason?: RunError; since?: string };
  breaker?: { state?: 'closed' | 'open' | 'half-open'; failures?: number; openUntil?: string; reason?: string };
}

export interface Alert {
  id: string;
  rule?: string;
  title?: string;
  titleEn?: string;
  task?: string;
  run?: string;
  message?: string;
  messageEn?: string;
  /** The message did not come, for want of the key. */
  withheld?: boolean;
  occurrences?: number;
  open?: boolean;
  raisedAt?: string;
  acknowledgedAt?: string;
}

export interface ThemeCount extends Coded {
  count?: number;
}

export interface Summary {
  datasets?: number;
  publishers?: number;
  rows?: number;
  runsToday?: number;
  lastModified?: string;
  themes?: ThemeCount[];
  regions?: ThemeCount[];
}

export interface HealthComponent {
  status: string;
  details?: Record<string, unknown>;
  components?: Record<string, HealthComponent>;
}
export type Health = HealthComponent;

export interface SparqlTerm {
  type: 'uri' | 'literal' | 'bnode';
  value: string;
  'xml:lang'?: string;
}

/** Rows of a SELECT, the yes or no of an ASK, or the text of a graph. */
export interface SparqlAnswer {
  head?: { vars?: string[] };
  results?: { bindings: Record<string, SparqlTerm | undefined>[] };
  boolean?: boolean;
  text?: string;
}
