import { expect, test } from 'vitest';
import { differences } from './differences';

test('tells what changed by its path, and nothing else', () => {
  const was = { id: 'gates', title: '门架', settings: { url: 'a', table: 't' }, themes: ['GL'], priority: 5 };
  const is = { id: 'gates', title: '门架', settings: { url: 'b', schema: 's' }, themes: ['GL', 'ZH'], priority: 5, drift: null };
  expect(differences(was, is)).toEqual([
    { field: 'settings.url', was: 'a', is: 'b' },
    { field: 'settings.table', was: 't', is: '' },
    { field: 'themes', was: '["GL"]', is: '["GL","ZH"]' },
    { field: 'settings.schema', was: '', is: 's' },
  ]);
  expect(differences(was, was)).toEqual([]);
});
