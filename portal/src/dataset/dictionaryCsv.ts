import type { Column } from '../api/types';

/** The type with its length or its digits. */
export function typeText({ length, precision, scale }: Column, type: string): string {
  if (length) return `${type} (${length})`;
  if (precision) return scale ? `${type} (${precision}, ${scale})` : `${type} (${precision})`;
  return type;
}

const HEAD = ['name', 'title', 'titleEn', 'type', 'gbType', 'unit', 'required', 'key', 'description', 'codes', 'nulls', 'nullShare', 'distinct', 'min', 'max'];

/** A cell that no spreadsheet takes for a formula. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The dictionary with its profile as CSV, one line a column. */
export function dictionaryCsv(columns: Column[], rows: number | undefined): string {
  const lines = columns.map((column) => {
    const { profile } = column;
    const codes = column.codeList?.map((code) => (typeof code === 'string' ? code : `${code.value}=${code.label ?? ''}`)).join('; ');
    const share = profile?.nulls !== undefined && rows ? (profile.nulls / rows).toFixed(4) : undefined;
    return [column.name, column.title, column.titleEn, typeText(column, column.type), column.gbType, column.unit, column.required ?? false, column.key ?? false, column.description, codes, profile?.nulls, share, profile?.distinct, profile?.min, profile?.max];
  });
  return [HEAD, ...lines].map((line) => line.map(cell).join(',')).join('\r\n').concat('\r\n');
}
