import type { Column, ColumnType } from '../../api/types';

export const OPERATORS = ['eq', 'ne', 'contains', 'ge', 'le', 'empty', 'filled'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Condition {
  column: string;
  operator: Operator;
  value: string;
}

export interface Order {
  column: string;
  descending: boolean;
}

const NUMERIC: ColumnType[] = ['integer', 'decimal', 'double'];
export const isNumeric = (type: ColumnType | undefined) => type !== undefined && NUMERIC.includes(type);
export const needsValue = (operator: Operator) => operator !== 'empty' && operator !== 'filled';

/** The operators that make sense for a type. */
export const operatorsFor = (type: ColumnType | undefined): readonly Operator[] =>
  type === 'text' ? OPERATORS : type === 'json' || type === 'geometry' ? ['empty', 'filled'] : OPERATORS.filter((one) => one !== 'contains');

export const identifier = (name: string) => (/^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

function literal(value: string, type: ColumnType | undefined): string {
  const trimmed = value.trim();
  if (isNumeric(type) && /^[+-]?\d+(\.\d+)?$/.test(trimmed)) return trimmed;
  if (type === 'boolean' && /^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase();
  return text(value);
}

const SIGNS: Partial<Record<Operator, string>> = { eq: '=', ne: '<>', ge: '>=', le: '<=' };

function expression({ column, operator, value }: Condition, type: ColumnType | undefined): string {
  const name = identifier(column);
  if (operator === 'empty') return `${name} IS NULL`;
  if (operator === 'filled') return `${name} IS NOT NULL`;
  if (operator === 'contains') return `${name} LIKE ${text(`%${value}%`)}`;
  return `${name} ${SIGNS[operator] ?? '='} ${literal(value, type)}`;
}

/** The `where` of the records endpoint: all conditions hold. */
export function whereOf(conditions: Condition[], columns: Column[]): string {
  return conditions.map((one) => expression(one, columns.find(({ name }) => name === one.column)?.type)).join(' AND ');
}

export const orderOf = (order: Order | undefined) => (order ? `${identifier(order.column)} ${order.descending ? 'DESC' : 'ASC'}` : '');

const isOperator = (value: string): value is Operator => (OPERATORS as readonly string[]).includes(value);

/** Conditions live in the address as `f.<column>=<operator>:<value>`. */
export function readConditions(search: URLSearchParams): Condition[] {
  return [...search.entries()].flatMap(([key, entry]) => {
    if (!key.startsWith('f.')) return [];
    const [operator = '', ...rest] = entry.split(':');
    return isOperator(operator) ? [{ column: key.slice(2), operator, value: rest.join(':') }] : [];
  });
}

/** The order lives in the address as `order=<column>` or `order=-<column>`. */
export function readOrder(search: URLSearchParams): Order | undefined {
  const order = search.get('order');
  if (!order) return undefined;
  return order.startsWith('-') ? { column: order.slice(1), descending: true } : { column: order, descending: false };
}

export function withCondition(search: URLSearchParams, condition: Condition): URLSearchParams {
  const next = withoutCondition(search, condition);
  next.append(`f.${condition.column}`, written(condition));
  return next;
}

/** One column may carry several conditions, such as the two ends of a range, but only one of each operator. */
export function withoutCondition(search: URLSearchParams, { column, operator }: Pick<Condition, 'column' | 'operator'>): URLSearchParams {
  const key = `f.${column}`;
  const kept = search.getAll(key).filter((entry) => entry.split(':')[0] !== operator);
  const next = new URLSearchParams(search);
  next.delete(key);
  kept.forEach((entry) => next.append(key, entry));
  return next;
}

export function withoutConditions(search: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...search].filter(([key]) => !key.startsWith('f.')));
}

const written = ({ operator, value }: Condition) => (needsValue(operator) ? `${operator}:${value}` : operator);

/** The columns that the address names as `col`, in the order of the dataset; all of them when it names none that exist. */
export function readColumns(search: URLSearchParams, columns: Column[]): Column[] {
  const asked = search.getAll('col');
  const shown = columns.filter(({ name }) => asked.includes(name));
  return shown.length ? shown : columns;
}

export function withColumns(search: URLSearchParams, shown: Column[], columns: Column[]): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete('col');
  if (shown.length < columns.length) shown.forEach(({ name }) => next.append('col', name));
  return next;
}

/** The `select` of the records endpoint; empty for all columns. */
export const selectOf = (shown: Column[], columns: Column[]) => (shown.length === columns.length ? '' : shown.map(({ name }) => identifier(name)).join(', '));

/** Ascending, then descending, then as stored. */
export function withNextOrder(search: URLSearchParams, column: string): URLSearchParams {
  const next = new URLSearchParams(search);
  const now = readOrder(search);
  if (now?.column !== column) next.set('order', column);
  else if (!now.descending) next.set('order', `-${column}`);
  else next.delete('order');
  return next;
}
