import { expect, test } from 'vitest';
import { i18n } from '.';
import { en } from './en';
import { zh } from './zh';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, before = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[before + key, value] as [string, string]] : flat(value, `${before}${key}.`)));
}

test('both languages have the same words with the same slots', () => {
  const slots = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
  const english = new Map(flat(en));
  for (const [key, text] of flat(zh)) expect([key, slots(english.get(key) ?? '')]).toEqual([key, slots(text)]);
  expect(english.size).toBe(flat(zh).length);
});

test('English words hold no Chinese, except the name of the other language', () => {
  const chinese = flat(en).filter(([key, text]) => /\p{Script=Han}/u.test(text) && key !== 'app.language');
  expect(chinese).toEqual([]);
});

test('English nouns follow their number', () => {
  const english = i18n.getFixedT('en');
  expect(english('dataset.rows', { n: '1' })).toBe('1 row');
  expect(english('dataset.rows', { n: '1,001' })).toBe('1,001 rows');
  expect(english('preview.matchingSome', { n: '1' })).toBe('1 row matches');
  const plural = flat(en).filter(([, text]) => text.includes('plural('));
  for (const [key] of plural) expect(english(key as 'dataset.rows', { n: '2' })).not.toMatch(/plural|one:|undefined/);
});
