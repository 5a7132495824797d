import { useTranslation } from 'react-i18next';
import type { Cell, Column, Records } from '../../api/types';
import { ScrollRegion } from '../../common/ScrollRegion';
import { Named } from '../../common/Words';
import { isNumeric, type Order } from './conditions';

interface Props {
  records: Records;
  columns: Column[];
  order?: Order;
  onOrder: (column: string) => void;
}

export function RecordTable({ records, columns, order, onOrder }: Props) {
  const { t } = useTranslation();
  const shown = records.columns.map((column) => ({ ...column, ...columns.find(({ name }) => name === column.name) }) as Column);
  const sortOf = (name: string) => (order?.column !== name ? undefined : order.descending ? 'descending' : 'ascending');
  return (
    <ScrollRegion label={t('preview.table')} className="preview-table">
      <table className="data">
        <caption className="unseen">{t('preview.table')}</caption>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column.name} scope="col" className={isNumeric(column.type) ? 'num' : undefined} aria-sort={sortOf(column.name)}>
                <button type="button" className="column-head" title={column.description} onClick={() => onOrder(column.name)}>
                  <span>
                    <Named zh={column.title} en={column.titleEn} fallback={column.name} />
                    <span aria-hidden="true" className="arrow">
                      {sortOf(column.name) === 'ascending' ? '↑' : sortOf(column.name) === 'descending' ? '↓' : '↕'}
                    </span>
                  </span>
                  <span className="column-field">
                    {column.title && column.title !== column.name && `${column.name} · `}
                    {t(`types.${column.type}`, column.type)}
                    {column.unit && ` · ${column.unit}`}
                  </span>
                  <span className="unseen">{t('preview.sort')}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} className={isNumeric(shown[column]?.type) ? 'num' : undefined}>
                  <CellText cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

const LONGEST = 120;

export function CellText({ cell }: { cell: Cell | undefined }) {
  const { t } = useTranslation();
  if (cell === null || cell === undefined) return <span className="null">{t('preview.nullText')}</span>;
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  return text.length > LONGEST ? <span title={text.slice(0, 2_000)}>{text.slice(0, LONGEST)}…</span> : <>{text}</>;
}
