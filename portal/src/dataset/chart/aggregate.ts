import type { Query } from '../../api/client';
import type { Column } from '../../api/types';
import { identifier } from '../preview/conditions';

export type Aggregate = 'sum' | 'avg' | 'min' | 'max';

export const GROUPS = 30;
const MOST_GROUPS = 400;

/** Columns with few enough values to be a bar each: text, dates, flags and small whole numbers. */
export function dimensionsOf(columns: Column[], rows: number | undefined): Column[] {
  return columns
    .filter(({ type, key, profile }) => {
      if (key || !['text', 'date', 'boolean', 'integer'].includes(type)) return false;
      const distinct = profile?.distinct;
      return distinct === undefined ? type === 'text' : distinct > 1 && distinct <= MOST_GROUPS && distinct < (rows ?? Infinity);
    })
    .sort((a, b) => Number(b.type === 'date') - Number(a.type === 'date') || (a.profile?.distinct ?? 0) - (b.profile?.distinct ?? 0));
}

/** Dates run in their order; everything else from the largest down. */
export function aggregate(by: Column, of: Column | undefined, how: Aggregate): Query {
  const value = of ? `${how}(${identifier(of.name)})` : 'count(*)';
  const name = identifier(by.name);
  return { select: `${name}, ${value} AS value`, group: name, order: by.type === 'date' ? `${name} ASC` : 'value DESC', limit: GROUPS };
}
