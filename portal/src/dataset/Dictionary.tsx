import { useTranslation } from 'react-i18next';
import type { Column, Dataset } from '../api/types';
import { NONE, number, percent } from '../common/format';
import { ScrollRegion } from '../common/ScrollRegion';
import { Named } from '../common/Words';
import { useColumns } from './useColumns';

export default function Dictionary({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const columns = useColumns(dataset);
  if (columns.length === 0) return <p className="empty">{t('dictionary.none')}</p>;
  return (
    <ScrollRegion label={t('dictionary.table')}>
      <table className="data dictionary">
        <caption className="unseen">{t('dictionary.table')}</caption>
        <thead>
          <tr>
            {['field', 'name', 'type', 'text'].map((head) => (
              <th key={head} scope="col">
                {t(`dictionary.${head}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('dictionary.missing')}
            </th>
            <th scope="col" className="num">
              {t('dictionary.distinct')}
            </th>
            <th scope="col">{t('dictionary.range')}</th>
            <th scope="col">{t('dictionary.top')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <DictionaryRow key={column.name} column={column} rows={dataset.rows} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

export function typeOf(column: Column): string {
  const { length, precision, scale } = column;
  if (length) return `(${length})`;
  if (precision) return scale ? `(${precision}, ${scale})` : `(${precision})`;
  return '';
}

function DictionaryRow({ column, rows }: { column: Column; rows?: number }) {
  const { t } = useTranslation();
  const { profile } = column;
  const codes = column.codeList?.map((code) => (typeof code === 'string' ? code : `${code.value} ${code.label ?? ''}`));
  const distinct = profile?.distinct === undefined ? NONE : number(profile.distinct);
  return (
    <tr>
      <th scope="row">
        <code>{column.name}</code>
      </th>
      <td>
        <Named zh={column.title} en={column.titleEn} fallback={NONE} />
      </td>
      <td className="nowrap">
        {t(`types.${column.type}`, column.type)} {typeOf(column)}
        {column.gbType && <span className="dim"> · {column.gbType}</span>}
      </td>
      <td className="prose">
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
      </td>
      <td className="num">{percent(profile?.nulls, rows)}</td>
      <td className="num">{profile?.distinctExact === false ? t('dictionary.about', { n: distinct }) : distinct}</td>
      <td className="range">
        {profile?.min === undefined ? NONE : String(profile.min)}
        <br />
        {profile?.max === undefined ? '' : String(profile.max)}
      </td>
      <td>
        <ul className="top-values">
          {profile?.top?.slice(0, 5).map((one, at) => (
            <li key={at}>
              <span>{one.value === null ? t('preview.nullText') : String(one.value)}</span> <span className="dim">{number(one.count)}</span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
