import { expect, test } from 'vitest';
import { bytes, day, duration, instant, number, percent, spoken } from './format';

test('unknown is a dash, never a zero', () => {
  expect([number(undefined), bytes(undefined), instant(undefined), duration(undefined), percent(undefined, 4), percent(1, 0)]).toEqual(['—', '—', '—', '—', '—', '—']);
  expect(number(0)).toBe('0');
});

test('instants are shown in Beijing time', () => {
  expect(instant('2026-11-01T17:30:00Z')).toBe('2026-11-02 01:30');
  expect(day('2026-11-01T17:30:00Z')).toBe('2026-11-02');
  expect(instant('not a time')).toBe('not a time');
});

test('sizes, times and shares are readable', () => {
  expect(bytes(86_400_000)).toBe('86.4 MB');
  expect(bytes(999)).toBe('999 B');
  expect(duration(4012)).toBe('4.0 s');
  expect(duration(125_000)).toBe('2 min 05 s');
  expect(percent(1, 100_000)).toBe('<0.1%');
  expect(percent(12, 5000)).toBe('0.2%');
});

test('of a sentence in both languages the half of the page is shown', () => {
  expect(spoken('缺少设置 / the setting is missing', 'zh')).toBe('缺少设置');
  expect(spoken('缺少设置 / the setting is missing', 'en')).toBe('the setting is missing');
  expect(spoken('only a / b', 'zh')).toBe('only a / b');
});
