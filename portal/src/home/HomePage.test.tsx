import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { hub, show } from '../testing/show';
import HomePage from './HomePage';
import { TILES } from './regions';
import { shade } from './RegionTiles';

test('numbers are dashes when the service fails', async () => {
  hub(() => ({ status: 503, body: {} }));
  show(<HomePage />);
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(screen.getByRole('link', { name: /—\s*数据集/ })).toBeTruthy();
});

test('themes and regions lead to their searches', async () => {
  hub(({ path }) => ({ body: path.endsWith('summary') ? { datasets: 12, themes: [{ code: 'GL', label: '公路', count: 7 }], regions: [{ code: '440000', label: '广东省', count: 3 }] } : { total: 0, items: [] } }));
  show(<HomePage />);
  expect((await screen.findByRole('link', { name: /公路/ })).getAttribute('href')).toBe('/search?theme=GL');
  expect(screen.getByRole('link', { name: /广东/ }).getAttribute('href')).toBe('/search?region=440000');
});

test('the tile grid has every province-level division once, in a place of its own', () => {
  expect(TILES).toHaveLength(34);
  expect(new Set(TILES.map(({ code }) => code)).size).toBe(34);
  expect(new Set(TILES.map(({ row, column }) => `${row}/${column}`)).size).toBe(34);
});

test('shades run from one to five', () => {
  expect([shade(1, 1), shade(1, 1000), shade(1000, 1000)]).toEqual([5, 1, 5]);
});
