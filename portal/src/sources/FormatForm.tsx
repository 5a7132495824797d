import { useTranslation } from 'react-i18next';
import type { FormatOptions } from '../api/sources';
import type { SettingsSchema, Values } from '../forms/schema';
import { SchemaForm } from '../forms/SchemaForm';

const TEXTS = ['format', 'encoding', 'delimiter', 'table', 'rowsPath', 'quote', 'recordSeparator'] as const;
const FORMATS = ['csv', 'json', 'xlsx', 'xml'];

/** These bring no files whose format could be declared. */
const WITHOUT_FILES = ['jdbc', 'cdc', 'frontend-db', 'kafka', 'mqtt', 'rest', 'dcat', 'ckan', 'data-json', 'mobility'];

/** How files are written, where that need not be detected; folded away. */
export function FormatForm({ connector, values, onChange }: { connector: string; values: Values; onChange: (name: string, value: string) => void }) {
  const { t } = useTranslation();
  const said = (name: string) => ({ title: t(`format.${name}`), description: t(`format.${name}`) });
  const schema: SettingsSchema = {
    properties: {
      ...Object.fromEntries(TEXTS.map((name) => [name, { ...said(name), type: 'string' as const }])),
      header: { ...said('header'), type: 'string', enum: ['true', 'false'], choiceTitles: { true: t('format.headerYes'), false: t('format.headerNo') } },
      headerRow: { ...said('headerRow'), type: 'integer' },
    },
  };
  const set = Object.values(values).filter(Boolean).length;
  if (set === 0 && WITHOUT_FILES.includes(connector)) return null;
  return (
    <details className="form-fold" data-group="format" open={set > 0 || undefined}>
      <summary>
        {t('format.title')} {set > 0 && <span className="dim small">{t('form.set', { n: set })}</span>}
      </summary>
      <p className="dim small">{t('format.help', { formats: FORMATS.join(', ') })}</p>
      <SchemaForm schema={schema} values={values} faults={{}} onChange={onChange} />
    </details>
  );
}

export function valuesOf(format: FormatOptions = {}): Values {
  return Object.fromEntries(Object.entries(format).flatMap(([name, value]) => (name === 'columnPaths' || value === undefined || value === null ? [] : [[name, String(value)]])));
}

/** What is sent; paths of columns, which the form does not show, stay as they were. */
export function formatOf(values: Values, before: FormatOptions = {}): FormatOptions {
  const { header, headerRow } = values;
  return {
    ...Object.fromEntries(TEXTS.flatMap((name) => (values[name] ? [[name, values[name]]] : []))),
    ...(header ? { header: header === 'true' } : {}),
    ...(headerRow && /^\d+$/.test(headerRow) ? { headerRow: Number(headerRow) } : {}),
    ...(before.columnPaths?.length ? { columnPaths: before.columnPaths } : {}),
  };
}
