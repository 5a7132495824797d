import { expect, test } from 'vitest';
import { nameColumn, placeOf } from './place';
import { extentOf, projection, roundValues, scaleBar, shapeOf } from './shapes';

test('reads points, lines and areas of well-known text, with heights and exponents', () => {
  expect(shapeOf('POINT Z (113.21 22.105 7)')?.points).toEqual([[113.21, 22.105]]);
  expect(shapeOf('LINESTRING (1 2, 3e0 4)')?.lines).toEqual([[[1, 2], [3, 4]]]);
  expect(shapeOf('MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5), (5.2 5.1, 5.3 5.1, 5.3 5.2, 5.2 5.1)))')?.rings).toHaveLength(3);
  expect(shapeOf('GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))')).toMatchObject({ points: [[1, 2]], lines: [[[1, 2], [3, 4]]] });
});

test('what lies nowhere on earth is not drawn', () => {
  expect(shapeOf('POINT EMPTY')).toBeUndefined();
  expect(shapeOf('POINT (500 22)')).toBeUndefined();
  expect(shapeOf('no geometry')).toBeUndefined();
});

test('the map keeps all points within its frame, a single one too', () => {
  for (const points of [[[113, 22], [114, 25]], [[113, 22]]] as [number, number][][]) {
    const extent = extentOf([{ points, lines: [], rings: [] }]);
    if (!extent) throw new Error('no extent');
    const { x, y, width, height, seen } = projection(extent, 400);
    for (const [longitude, latitude] of points) {
      expect(x(longitude)).toBeGreaterThan(0);
      expect(x(longitude)).toBeLessThan(width);
      expect(y(latitude)).toBeGreaterThan(0);
      expect(y(latitude)).toBeLessThan(height);
    }
    expect(scaleBar(seen, width, 120).pixels).toBeLessThanOrEqual(120);
  }
});

test('round values', () => {
  expect(roundValues(0, 100)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(roundValues(112.03, 115.9)).toEqual([113, 114, 115]);
  expect(roundValues(7, 7)).toEqual([7]);
});

test('finds the columns of coordinates and of names', () => {
  const columns = [{ name: 'stop_id', type: 'text' }, { name: 'stop_name', type: 'text' }, { name: 'stop_lat', type: 'double' }, { name: 'stop_lon', type: 'double' }] as const;
  const place = placeOf({ columns: [...columns] });
  expect(place).toEqual({ kind: 'point', longitude: 'stop_lon', latitude: 'stop_lat' });
  expect(place && nameColumn([...columns], place)?.name).toBe('stop_name');
  expect(placeOf({ columns: [{ name: '经度', type: 'decimal' }, { name: '纬度', type: 'decimal' }] })?.kind).toBe('point');
  expect(placeOf({ columns: [{ name: 'colon', type: 'text' }, { name: 'plate', type: 'text' }] })).toBeUndefined();
});
