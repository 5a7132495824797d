import { expect, test } from 'vitest';
import { activeFilters, cleared, readState, toggled, writeState } from './state';

const at = (query: string) => readState(new URLSearchParams(query));

test('an address reproduces the search', () => {
  const address = '/search?q=%E6%94%B6%E8%B4%B9&theme=GL&theme=SL&format=CSV&sort=rows&page=3';
  expect(writeState(at(address.split('?')[1] ?? ''))).toBe(address);
});

test('relevance is the default with words and the last update without', () => {
  expect(at('q=x').sort).toBe('relevance');
  expect(at('').sort).toBe('modified');
  expect(at('sort=nonsense').sort).toBe('modified');
  expect(writeState(at(''))).toBe('/search');
});

test('pages outside the range are pulled into it', () => {
  expect(at('page=0').page).toBe(1);
  expect(at('page=abc').page).toBe(1);
  expect(at('page=99999').page).toBe(500);
});

test('a filter goes on and off and leads back to the first page', () => {
  const on = toggled(at('page=4'), 'theme', 'GL');
  expect(on.page).toBe(1);
  expect(activeFilters(on)).toEqual([{ facet: 'theme', value: 'GL' }]);
  expect(activeFilters(toggled(on, 'theme', 'GL'))).toEqual([]);
  expect(activeFilters(cleared(at('theme=GL&region=440000')))).toEqual([]);
});
