import { expect, test } from 'vitest';
import type { Column } from '../../api/types';
import { identifier, operatorsFor, orderOf, readConditions, readOrder, whereOf, withCondition, withNextOrder } from './conditions';

const columns: Column[] = [
  { name: 'plate', type: 'text' },
  { name: 'axles', type: 'integer' },
  { name: '车型', type: 'text' },
];

test('quotes text and doubles its quotes', () => {
  expect(whereOf([{ column: 'plate', operator: 'eq', value: "O'Hare' OR 1=1" }], columns)).toBe("plate = 'O''Hare'' OR 1=1'");
});

test('leaves numbers bare only in number columns and only when they are numbers', () => {
  expect(whereOf([{ column: 'axles', operator: 'ge', value: ' 4 ' }], columns)).toBe('axles >= 4');
  expect(whereOf([{ column: 'axles', operator: 'ge', value: '4 or 1=1' }], columns)).toBe("axles >= '4 or 1=1'");
  expect(whereOf([{ column: 'plate', operator: 'eq', value: '4' }], columns)).toBe("plate = '4'");
});

test('quotes names that are no plain identifiers', () => {
  expect(identifier('车型')).toBe('"车型"');
  expect(identifier('a"b')).toBe('"a""b"');
  expect(orderOf({ column: '车型', descending: true })).toBe('"车型" DESC');
});

test('joins conditions with AND and needs no value for emptiness', () => {
  const where = whereOf([{ column: 'plate', operator: 'contains', value: '粤' }, { column: 'axles', operator: 'empty', value: '' }], columns);
  expect(where).toBe("plate LIKE '%粤%' AND axles IS NULL");
});

test('keeps conditions in the address, colons included', () => {
  const search = withCondition(new URLSearchParams('tab=preview'), { column: 'plate', operator: 'eq', value: '08:30' });
  expect(readConditions(search)).toEqual([{ column: 'plate', operator: 'eq', value: '08:30' }]);
  expect(readConditions(new URLSearchParams('f.plate=drop:x'))).toEqual([]);
});

test('orders ascending, then descending, then as stored', () => {
  const first = withNextOrder(new URLSearchParams(), 'axles');
  const second = withNextOrder(first, 'axles');
  expect(readOrder(first)).toEqual({ column: 'axles', descending: false });
  expect(readOrder(second)).toEqual({ column: 'axles', descending: true });
  expect(readOrder(withNextOrder(second, 'axles'))).toBeUndefined();
});

test('offers contains for text only', () => {
  expect(operatorsFor('text')).toContain('contains');
  expect(operatorsFor('date')).not.toContain('contains');
  expect(operatorsFor('geometry')).toEqual(['empty', 'filled']);
});
