import { expect, test } from 'vitest';
import type { Column } from '../../api/types';
import { differenceOf } from './difference';

const id: Column = { name: 'id', type: 'integer', key: true, required: true };
const plate: Column = { name: 'plate', type: 'text', length: 8, title: '车牌' };

test('equal schemas have no difference, whatever their profiles say', () => {
  expect(differenceOf([id, plate], [{ ...id, profile: { nulls: 3 } }, plate])).toEqual([]);
});

test('names what went, came and changed, and what breaks older readers', () => {
  const found = differenceOf([id, plate], [{ ...plate, length: 10 }, { name: 'speed', type: 'double' }]);
  expect(found.map(({ kind, name, breaking }) => [kind, name, breaking])).toEqual([
    ['removed', 'id', true],
    ['altered', 'plate', true],
    ['added', 'speed', false],
  ]);
  expect(found[1]).toMatchObject({ parts: [{ part: 'type', before: 'text (8)', after: 'text (10)' }] });
});

test('a new wording breaks nobody', () => {
  expect(differenceOf([plate], [{ ...plate, title: '号牌', description: '机动车号牌' }])).toMatchObject([{ kind: 'altered', breaking: false, parts: [{ part: 'title' }, { part: 'description' }] }]);
});
