import { expect, test } from 'vitest';
import { faultsOf, KEPT, namesOf, sentOf, type SettingsSchema } from './schema';

const duration = '^(\\d{1,9}\\s*(ms|s|m|h)|P.+)$';
const schema: SettingsSchema = {
  properties: {
    host: { type: 'string', group: 'basic' },
    port: { type: 'integer', default: 22, group: 'basic' },
    url: { type: 'string', format: 'uri', group: 'basic' },
    password: { type: 'string', writeOnly: true, group: 'login' },
    security: { type: 'string', enum: ['none', 'tls'], default: 'none', group: 'login' },
    'only-new': { type: 'boolean', default: false, group: 'more' },
    'read-timeout': { type: 'string', pattern: duration, default: '30s', group: 'more' },
    plain: { type: 'string' },
  },
  required: ['host'],
};

test('settings stand in the order of the schema, by group; those without one are basic', () => {
  expect(namesOf(schema, 'basic')).toEqual(['host', 'port', 'url', 'plain']);
  expect(namesOf(schema, 'more')).toEqual(['only-new', 'read-timeout']);
});

test('each value that the hub would refuse is named with its fault', () => {
  expect(faultsOf(schema, { host: ' ', port: '22a', url: 'nowhere', security: 'ssl', 'read-timeout': 'soon' })).toEqual({ host: 'required', port: 'integer', url: 'uri', security: 'choice', 'read-timeout': 'duration' });
  expect(faultsOf(schema, { host: 'a', port: '0', url: 'mqtt://a:1', security: 'tls', 'read-timeout': 'PT30S' })).toEqual({});
  expect(faultsOf(schema, { host: 'a', 'read-timeout': '500 ms' })).toEqual({});
});

test('only what differs from the defaults is sent; a kept secret goes as it is shown', () => {
  expect(sentOf(schema, { host: ' db ', port: '22', password: KEPT, security: 'tls', 'only-new': 'true', 'read-timeout': '', gone: 'x' })).toEqual({ host: 'db', password: KEPT, security: 'tls', 'only-new': 'true' });
  expect(sentOf(schema, { host: 'db', password: ' with blanks ', 'only-new': 'false' })).toEqual({ host: 'db', password: ' with blanks ' });
});
