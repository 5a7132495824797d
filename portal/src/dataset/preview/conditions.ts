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
  const next = new URLSearchParams(search);
  next.set(`f.${condition.column}`, needsValue(condition.operator) ? `${condition.operator}:${condition.value}` : condition.operator);
  return next;
}

export function withoutCondition(search: URLSearchParams, column: string): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete(`f.${column}`);
  return next;
}

/** Ascending, then descending, then as stored. */
export function withNextOrder(search: URLSearchParams, column: string): URLSearchParams {
  const next = new URLSearchParams(search);
  const now = readOrder(search);
  if (now?.column !== column) next.set('order', column);
  else if (!now.descending) next.set('order', `-${column}`);
  else next.delete('order');
  return next;
}
