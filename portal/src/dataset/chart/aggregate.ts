import type { Query } from '../../api/client';
import type { Cell, Column } from '../../api/types';
import { identifier, isNumeric } from '../preview/conditions';

export type Aggregate = 'sum' | 'avg' | 'min' | 'max';
export type Grain = 'day' | 'month' | 'year';
export const GRAINS: Grain[] = ['day', 'month', 'year'];

export const GROUPS = 30;
/** A line may have a point for every day of two years. */
export const POINTS = 731;
const MOST_GROUPS = 400;
const BINS = 20;
const DAY_MILLIS = 86_400_000;
const MONTH_TEXT = /^\d{4}[-/.]?\d{2}$/;

/** How the values of a column make groups: as they are, by time, or in ranges of equal width. */
export type Grouping = { kind: 'values' } | { kind: 'time'; grain: Grain } | { kind: 'ranges'; width: number; from: number };

const isTime = ({ type }: Column) => type === 'date' || type === 'timestamp';

/** Text such as 2026-01 is a month, and runs along a line like a date. */
export const isMonths = ({ type, profile }: Column) => type === 'text' && MONTH_TEXT.test(String(profile?.min ?? '')) && MONTH_TEXT.test(String(profile?.max ?? ''));

export const isLine = (by: Column) => isTime(by) || isMonths(by);

/** The columns that a chart can be drawn over; times first, then those with few values, then numbers in ranges. */
export function dimensionsOf(columns: Column[], rows: number | undefined): Column[] {
  const few = ({ type, profile }: Column) => {
    if (!['text', 'boolean', 'integer'].includes(type)) return false;
    const distinct = profile?.distinct;
    return distinct === undefined ? type === 'text' : distinct > 1 && distinct <= MOST_GROUPS && distinct < (rows ?? Infinity);
  };
  const rank = (column: Column) => (isLine(column) ? 0 : few(column) ? 1 : 2);
  return columns
    .filter((column) => !column.key && (isLine(column) || few(column) || (isNumeric(column.type) && widthOf(column) !== undefined)))
    .sort((a, b) => rank(a) - rank(b) || (a.profile?.distinct ?? 0) - (b.profile?.distinct ?? 0));
}

/** A round width that cuts the range of a number column into about twenty. */
export function widthOf({ profile }: Column): number | undefined {
  const span = Number(profile?.max) - Number(profile?.min);
  if (!(span > 0) || !Number.isFinite(span)) return undefined;
  const power = 10 ** Math.floor(Math.log10(span / BINS));
  return [1, 2, 5, 10].map((one) => Number((one * power).toPrecision(6))).find((one) => span / one <= BINS);
}

/** Days for a season, months for a decade, else years. */
export function grainOf({ profile }: Column): Grain {
  const days = (Date.parse(String(profile?.max ?? '')) - Date.parse(String(profile?.min ?? ''))) / DAY_MILLIS;
  if (!(days > 120)) return 'day';
  return days <= 3_660 ? 'month' : 'year';
}

export function groupingOf(by: Column, grain: Grain | undefined): Grouping {
  if (isTime(by)) return { kind: 'time', grain: grain ?? grainOf(by) };
  const width = isNumeric(by.type) && (by.profile?.distinct ?? Infinity) > GROUPS ? widthOf(by) : undefined;
  return width === undefined ? { kind: 'values' } : { kind: 'ranges', width, from: Number((Math.floor(Number(by.profile?.min) / width) * width).toPrecision(12)) };
}

function expressions(by: Column, grouping: Grouping): string[] {
  const name = identifier(by.name);
  if (grouping.kind === 'ranges') return [rangeNumber(name, grouping)];
  if (grouping.kind === 'values') return [name];
  return ['year', 'month', 'day'].slice(0, { year: 1, month: 2, day: 3 }[grouping.grain]).map((part) => `${part}(${name})`);
}

/** From 1 upwards; the half that is added makes of rounding, which rounds halves up, the number of the range that a value begins or lies in. */
function rangeNumber(name: string, { width, from }: Grouping & { kind: 'ranges' }): string {
  const shifted = from === 0 ? name : `(${name} ${from < 0 ? '+' : '-'} ${Math.abs(from)})`;
  return `round(${shifted} / ${width} + 0.5, 0)`;
}

/** The question to the records endpoint. Times, months and ranges run in their order; everything else from the largest down. */
export function aggregate(by: Column, of: Column | undefined, how: Aggregate, grouping: Grouping): Query {
  const value = of ? `${how}(${identifier(of.name)})` : 'count(*)';
  const groups = expressions(by, grouping);
  const aliased = groups.map((one, at) => `${one} AS g${at}`);
  const ordered = isLine(by) || grouping.kind === 'ranges' || by.type === 'integer';
  return {
    select: [...aliased, `${value} AS value`].join(', '),
    group: groups.join(', '),
    order: ordered ? groups.map((one) => `${one} ASC`).join(', ') : 'value DESC',
    limit: isLine(by) ? POINTS : GROUPS,
  };
}

/** The name of a group, from the cells that make it; undefined for rows without a value. */
export function groupName(cells: Cell[], grouping: Grouping): string | undefined {
  if (cells.some((cell) => cell === null)) return undefined;
  if (grouping.kind === 'time') return cells.map((cell, at) => String(cell).padStart(at ? 2 : 4, '0')).join('-');
  if (grouping.kind === 'values') return String(cells[0]);
  const { from, width } = grouping;
  const digits = Math.max(0, Math.ceil(-Math.log10(width)));
  const end = (steps: number) => (from + steps * width).toFixed(digits);
  return `${end(Number(cells[0]) - 1)} – ${end(Number(cells[0]))}`;
}
