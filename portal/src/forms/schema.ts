/** The settings of a connector as the hub describes them: JSON Schema with two annotations, `group` and `multiline`. */
export interface SettingsSchema {
  properties: Record<string, Property>;
  required?: string[];
}

export interface Property {
  /** What it is called in Chinese, and in English. */
  title?: string;
  description?: string;
  type?: 'string' | 'integer' | 'boolean';
  format?: string;
  pattern?: string;
  minimum?: number;
  enum?: string[];
  /** What the choices are called, where their codes do not say it. */
  choiceTitles?: Record<string, string>;
  default?: string | number | boolean;
  /** A secret: it can be set, and is never shown again. */
  writeOnly?: boolean;
  group?: Group;
  multiline?: boolean;
}

export const GROUPS = ['basic', 'login', 'more'] as const;
export type Group = (typeof GROUPS)[number];

/** All values are text, as the hub takes settings; one that is absent or empty is not set. */
export type Values = Record<string, string>;

/** What stands where a saved secret would: sent back, it keeps the secret. */
export const KEPT = '••••';

/** Why a value is not taken: a word of `form.faults`. */
export type Fault = 'required' | 'integer' | 'duration' | 'uri' | 'choice';

const DURATION = /^(\d{1,9}\s*(ms|s|m|h)|P.+)$/i;

export const isDuration = ({ pattern }: Property) => pattern?.includes('ms|s|m|h') === true;

/** The names of a group in the order of the schema. */
export function namesOf({ properties }: SettingsSchema, group: Group): string[] {
  return Object.keys(properties).filter((name) => (properties[name]?.group ?? 'basic') === group);
}

/** What is wrong with the values, by name. The hub looks again. */
export function faultsOf({ properties, required = [] }: SettingsSchema, values: Values): Record<string, Fault> {
  const faults: Record<string, Fault> = {};
  for (const [name, property] of Object.entries(properties)) {
    const value = (values[name] ?? '').trim();
    const fault = value === '' ? (required.includes(name) ? 'required' : undefined) : faultOf(property, value);
    if (fault) faults[name] = fault;
  }
  return faults;
}

function faultOf(property: Property, value: string): Fault | undefined {
  if (property.writeOnly) return undefined;
  if (property.enum && !property.enum.includes(value)) return 'choice';
  if (property.type === 'integer' && !/^\d{1,18}$/.test(value)) return 'integer';
  if (isDuration(property) && !DURATION.test(value)) return 'duration';
  if (property.format === 'uri' && !/^[a-z][a-z0-9+.-]*:/i.test(value)) return 'uri';
  return undefined;
}

/** What is sent: no empty values, none that the schema does not know, none that say the default. */
export function sentOf({ properties }: SettingsSchema, values: Values): Values {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) => {
      const value = property.writeOnly || property.multiline ? (values[name] ?? '') : (values[name] ?? '').trim();
      return value.trim() === '' || value === String(property.default ?? '') ? [] : [[name, value]];
    }),
  );
}
