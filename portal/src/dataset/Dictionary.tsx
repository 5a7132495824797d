import { useTranslation } from 'react-i18next';
import type { Column, Dataset } from '../api/types';
import { DataTable } from '../common/DataTable';
import { NONE, number, percent } from '../common/format';
import { Named } from '../common/Words';
import { dictionaryCsv, typeText } from './dictionaryCsv';
import { useColumns } from './useColumns';

export default function Dictionary({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const columns = useColumns(dataset);
  const { rows } = dataset;
  if (columns.length === 0) return <p className="empty">{t('dictionary.none')}</p>;
  const profiled = columns.some(({ profile }) => profile);
  const typeName = (column: Column) => typeText(column, t(`types.${column.type}`, column.type));
  const save = () => saved(`${dataset.id}-dictionary.csv`, dictionaryCsv(columns, rows));
  return (
    <>
      <div className="preview-head">
        <p className="dim">{t('dictionary.lead', { n: columns.length, rows: number(rows) })}</p>
        <div className="row">
          <button type="button" className="button small" data-download="dictionary" onClick={save}>
            {t('dictionary.csv')}
          </button>
          <a href={`/api/v1/datasets/${encodeURIComponent(dataset.id)}/schema`}>{t('dictionary.json')}</a>
        </div>
      </div>
      <DataTable
        label={t('dictionary.table')}
        className="dictionary"
        rows={columns}
        keyOf={({ name }) => name}
        columns={[
          { name: 'field', head: t('dictionary.field'), names: true, cell: (column) => <Field column={column} type={typeName(column)} /> },
          { name: 'text', head: t('dictionary.text'), className: 'prose', cell: (column) => <About column={column} /> },
          profiled && { name: 'missing', head: t('dictionary.missing'), className: 'share', cell: (column: Column) => <Missing column={column} rows={rows} /> },
          profiled && { name: 'distinct', head: t('dictionary.distinct'), num: true, cell: (column: Column) => <Distinct column={column} rows={rows} /> },
          profiled && { name: 'range', head: t('dictionary.range'), className: 'range', cell: (column: Column) => <Range column={column} /> },
          profiled && { name: 'top', head: t('dictionary.top'), cell: (column: Column) => <TopValues column={column} rows={rows} /> },
        ]}
      />
    </>
  );
}

/** Gives the text to the browser to keep; spreadsheets need the mark at its beginning to see UTF-8. */
function saved(name: string, text: string) {
  const address = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function Field({ column, type }: { column: Column; type: string }) {
  return (
    <>
      {column.title && column.title !== column.name && (
        <strong className="field-title">
          <Named zh={column.title} en={column.titleEn} />
        </strong>
      )}
      <code>{column.name}</code>
      <span className="dim small">
        {type}
        {column.gbType && ` · ${column.gbType}`}
      </span>
    </>
  );
}

function About({ column }: { column: Column }) {
  const { t } = useTranslation();
  const codes = column.codeList?.map((code) => (typeof code === 'string' ? code : `${code.value} ${code.label ?? ''}`));
  const marked = column.key ?? column.required ?? column.unit;
  if (!column.description && !marked && !codes) return <span className="dim">{NONE}</span>;
  return (
    <>
      {column.description}
      <span className="marks">
        {column.key && <span className="tag tag-blue">{t('dictionary.key')}</span>}
        {column.required && <span className="tag">{t('dictionary.required')}</span>}
        {column.unit && <span className="tag">{t('dictionary.unit', { unit: column.unit })}</span>}
      </span>
      {codes && (
        <span className="dim small">
          {t('dictionary.codes')}: {codes.slice(0, 12).join('、')}
          {codes.length > 12 && ` … (${codes.length})`}
        </span>
      )}
    </>
  );
}

/** The share of rows without a value, as a bar and in words. */
function Missing({ column: { profile }, rows }: { column: Column; rows?: number }) {
  const { t } = useTranslation();
  if (profile?.nulls === undefined || !rows) return <>{NONE}</>;
  const share = percent(profile.nulls, rows);
  return (
    <>
      <span className="bar" role="img" aria-label={t('dictionary.nullsOf', { n: number(profile.nulls), share })}>
        <span className="bar-missing" style={{ width: `${(profile.nulls / rows) * 100}%` }} />
      </span>
      {profile.nulls === 0 ? <span className="dim">{t('dictionary.everyRow')}</span> : share}
    </>
  );
}

function Distinct({ column: { profile }, rows }: { column: Column; rows?: number }) {
  const { t } = useTranslation();
  if (profile?.distinct === undefined) return <>{NONE}</>;
  // An estimate may exceed what is possible.
  const most = Math.min(profile.distinct, (rows ?? Infinity) - (profile.nulls ?? 0));
  if (profile.distinctExact === false) return <>{t('dictionary.about', { n: number(most) })}</>;
  return (
    <>
      {number(most)}
      {most > 1 && most === rows && <span className="dim small">{t('dictionary.unique')}</span>}
    </>
  );
}

const LONGEST = 40;
const shortened = (value: string) => (value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);

function Range({ column: { profile } }: { column: Column }) {
  const { t } = useTranslation();
  if (profile?.min === undefined && profile?.max === undefined) return <>{NONE}</>;
  return (
    <dl>
      {(['min', 'max'] as const).map((end) => (
        <div key={end}>
          <dt className="unseen">{t(`dictionary.${end}`)}</dt>
          <dd title={String(profile[end])}>{shortened(String(profile[end] ?? NONE))}</dd>
        </div>
      ))}
    </dl>
  );
}

function TopValues({ column: { profile }, rows }: { column: Column; rows?: number }) {
  const { t } = useTranslation();
  const top = (profile?.top ?? []).filter(({ count }) => count > 1);
  if (top.length === 0) return <>{NONE}</>;
  return (
    <ul className="top-values">
      {top.slice(0, 5).map((one, at) => (
        <li key={at} title={t('dictionary.topOf', { n: number(one.count), share: percent(one.count, rows) })}>
          <span>{one.value === null ? t('preview.nullText') : shortened(String(one.value))}</span> <span className="dim">{percent(one.count, rows)}</span>
        </li>
      ))}
    </ul>
  );
}
