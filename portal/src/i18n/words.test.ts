import { expect, test } from 'vitest';
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
