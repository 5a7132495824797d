import { expect, test } from 'vitest';
import type { Column } from '../../api/types';
import { aggregate, dimensionsOf, grainOf, groupingOf, groupName, isLine, widthOf } from './aggregate';

const at: Column = { name: 'passed_at', type: 'timestamp', profile: { min: '2026-01-01T00:00:37', max: '2026-01-09T13:33:20', distinct: 19_813 } };
const opened: Column = { name: 'opened', type: 'date', profile: { min: '2005-01-01', max: '2024-12-01', distinct: 60 } };
const month: Column = { name: '月份', type: 'text', profile: { min: '2024-01', max: '2026-01', distinct: 25 } };
const fee: Column = { name: 'fee', type: 'decimal', profile: { min: '0.00', max: '746.08', distinct: 9_706 } };
const road: Column = { name: 'road', type: 'text', profile: { min: 'G1', max: 'G90', distinct: 90 } };
const id: Column = { name: 'id', type: 'text', profile: { distinct: 20_000 } };

test('a time comes first, then few values, then numbers in ranges; a column of unique texts never', () => {
  expect(dimensionsOf([id, fee, road, at], 20_000)).toEqual([at, road, fee]);
});

test('times are grouped by day, month or year, as their span allows', () => {
  expect(grainOf(at)).toBe('day');
  expect(grainOf({ ...opened, profile: { min: '2020-01-01', max: '2024-12-01' } })).toBe('month');
  expect(grainOf(opened)).toBe('year');
  const grouping = groupingOf(at, 'month');
  expect(aggregate(at, fee, 'avg', grouping)).toMatchObject({ select: 'year(passed_at) AS g0, month(passed_at) AS g1, avg(fee) AS value', group: 'year(passed_at), month(passed_at)', order: 'year(passed_at) ASC, month(passed_at) ASC' });
  expect(groupName([2026, 1], grouping)).toBe('2026-01');
  expect(groupName([null, null], grouping)).toBeUndefined();
});

test('texts that are months make a line in their order', () => {
  expect(isLine(month)).toBe(true);
  expect(isLine(road)).toBe(false);
  expect(aggregate(month, undefined, 'sum', groupingOf(month, undefined))).toMatchObject({ group: '"月份"', order: '"月份" ASC' });
});

test('numbers with many values are cut into about twenty round ranges', () => {
  expect(widthOf(fee)).toBe(50);
  const grouping = groupingOf(fee, undefined);
  expect(aggregate(fee, undefined, 'sum', grouping)).toMatchObject({ group: 'round(fee / 50 + 0.5, 0)', order: 'round(fee / 50 + 0.5, 0) ASC' });
  expect(groupName([1], grouping)).toBe('0 – 50');
  const cold: Column = { name: 't', type: 'double', profile: { min: '-7.5', max: '2.5', distinct: 900 } };
  expect(aggregate(cold, undefined, 'sum', groupingOf(cold, undefined))).toMatchObject({ group: 'round((t + 7.5) / 0.5 + 0.5, 0)' });
  expect(groupName([1], groupingOf(cold, undefined))).toBe('-7.5 – -7.0');
  expect(widthOf({ name: 'same', type: 'integer', profile: { min: '7', max: '7' } })).toBeUndefined();
});
