import type { Column } from '../../api/types';
import { typeText } from '../dictionaryCsv';

export const PARTS = ['type', 'required', 'key', 'unit', 'title', 'description', 'codeList'] as const;
export type Part = (typeof PARTS)[number];

export interface PartChange {
  part: Part;
  before?: string;
  after?: string;
}

/** The name of a type in the words of a language. */
type TypeName = (column: Column) => string;

export type ColumnChange =
  | { kind: 'added'; name: string; column: Column; breaking: false }
  | { kind: 'removed'; name: string; column: Column; breaking: true }
  | { kind: 'altered'; name: string; parts: PartChange[]; breaking: boolean };

const values = (typeName: TypeName): Record<Part, (column: Column) => string | undefined> => ({
  type: (column) => typeText(column, typeName(column)),
  required: ({ required }) => String(required ?? false),
  key: ({ key }) => String(key ?? false),
  unit: ({ unit }) => unit,
  title: ({ title }) => title,
  description: ({ description }) => description,
  codeList: ({ codeList }) => codeList?.map((code) => (typeof code === 'string' ? code : code.value)).join('、'),
});

/** Words may change without harm; a reader of the data notices the rest. */
const HARMLESS: Part[] = ['title', 'description', 'codeList', 'required'];

/** What a reader of the older version has to know: columns that went, came or changed. */
export function differenceOf(before: Column[], after: Column[], typeName: TypeName = ({ type }) => type): ColumnChange[] {
  const valueOf = values(typeName);
  const older = new Map(before.map((column) => [column.name, column]));
  const newer = new Map(after.map((column) => [column.name, column]));
  const removed = before.filter(({ name }) => !newer.has(name)).map((column): ColumnChange => ({ kind: 'removed', name: column.name, column, breaking: true }));
  const rest = after.flatMap((column): ColumnChange[] => {
    const old = older.get(column.name);
    if (!old) return [{ kind: 'added', name: column.name, column, breaking: false }];
    const parts = PARTS.map((part) => ({ part, before: valueOf[part](old), after: valueOf[part](column) })).filter((one) => one.before !== one.after);
    return parts.length ? [{ kind: 'altered', name: column.name, parts, breaking: parts.some(({ part }) => !HARMLESS.includes(part)) }] : [];
  });
  return [...removed, ...rest];
}
