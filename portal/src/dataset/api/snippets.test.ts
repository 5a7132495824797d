import { expect, test } from 'vitest';
import { LANGUAGES, snippet, type Ask } from './snippets';

const ask: Ask = { origin: 'http://hub.test', dataset: 'toll-gates', path: '/api/v1/datasets/toll-gates/records', select: 'plate, "车型"', where: "plate = 'O''Hare' and fee > 3", order: '', limit: '5' };

test('curl keeps quotes within quotes', () => {
  expect(snippet('curl', ask)).toContain(String.raw`--data-urlencode 'where=plate = '\''O'\'''\''Hare'\'' and fee > 3'`);
});

test('strings of the other languages are escaped', () => {
  for (const language of ['Python', 'Java', 'JavaScript'] as const) expect(snippet(language, ask)).toContain(String.raw`"plate, \"车型\""`);
});

test('DuckDB asks the same of the Parquet file', () => {
  expect(snippet('DuckDB', ask)).toContain('/api/v1/datasets/toll-gates/download/parquet');
  expect(snippet('DuckDB', ask)).toContain(`SELECT plate, "车型"\nFROM read_parquet('\\''toll-gates.parquet'\\'')`);
});

test('empty parts are left out', () => {
  for (const language of LANGUAGES) expect(snippet(language, ask)).not.toMatch(/order/i);
});
