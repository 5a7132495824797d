import { expect, test } from 'vitest';
import { dictionaryCsv } from './dictionaryCsv';
import { licenceName } from './licences';

test('one line a column, with its profile; text that a spreadsheet would calculate is disarmed', () => {
  const csv = dictionaryCsv([{ name: 'weight', title: '总质量', type: 'decimal', precision: 8, scale: 2, description: '=cmd()|"x"', profile: { nulls: 1, distinct: 3, min: '-1.5', max: '9' } }], 4);
  const [head, line] = csv.split('\r\n');
  expect(head?.split(',')).toHaveLength(15);
  expect(line).toBe(`weight,总质量,,"decimal (8, 2)",,,false,false,"'=cmd()|""x""",,1,0.2500,3,-1.5,9`);
});

test('licences are called by their short names', () => {
  expect(licenceName('https://creativecommons.org/licenses/by-sa/4.0/')).toBe('CC BY-SA 4.0');
  expect(licenceName('http://creativecommons.org/publicdomain/zero/1.0/')).toBe('CC0 1.0');
  expect(licenceName('https://example.org/own')).toBeUndefined();
});
