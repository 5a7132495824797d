import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecords } from '../../api/hooks';
import type { Dataset } from '../../api/types';
import { Choice } from '../../common/Choice';
import { ErrorState } from '../../common/ErrorState';
import { number } from '../../common/format';
import { Waiting } from '../../common/Waiting';
import { useNamed } from '../../common/Words';
import { isNumeric } from '../preview/conditions';
import { useColumns } from '../useColumns';
import { aggregate, dimensionsOf, GROUPS, type Aggregate } from './aggregate';

const FUNCTIONS: Aggregate[] = ['sum', 'avg', 'min', 'max'];
const ROWS = '';

/** Bars that are a table: the server groups, the page draws, and every number can be read. */
export default function Chart({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const named = useNamed();
  const columns = useColumns(dataset);
  const dimensions = dimensionsOf(columns, dataset.rows);
  const measures = columns.filter(({ type, key }) => isNumeric(type) && !key);
  const [dimension, setDimension] = useState('');
  const [measure, setMeasure] = useState(ROWS);
  const [chosen, setChosen] = useState<Aggregate>('sum');
  const by = dimensions.find(({ name }) => name === dimension) ?? dimensions[0];
  const of = measures.find(({ name }) => name === measure);
  const records = useRecords(dataset.id, by ? aggregate(by, of, chosen) : {}, by !== undefined);
  if (!by) return <p className="empty">{t('chart.none')}</p>;

  const nameOf = (column: (typeof columns)[number]) => named(column.title, column.titleEn, column.name);
  const bars = records.data?.rows.map(([label, value]) => ({ label: label === null ? t('preview.nullText') : String(label), value: Number(value ?? 0) })) ?? [];
  const most = Math.max(...bars.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const what = of ? `${nameOf(of)} (${t(`chart.fns.${chosen}`)})` : t('chart.count');
  return (
    <>
      <div className="conditions">
        <Choice label={t('chart.dimension')} value={by.name} options={dimensions.map((one) => ({ value: one.name, label: nameOf(one) }))} onChange={setDimension} />
        <Choice label={t('chart.measure')} value={measure} options={[{ value: ROWS, label: t('chart.count') }, ...measures.map((one) => ({ value: one.name, label: nameOf(one) }))]} onChange={setMeasure} />
        {of && <Choice label={t('chart.fn')} value={chosen} options={FUNCTIONS.map((one) => ({ value: one, label: t(`chart.fns.${one}`) }))} onChange={(one) => setChosen(one as Aggregate)} />}
      </div>
      {records.isPending && <Waiting lines={8} />}
      {records.isError && <ErrorState error={records.error} onRetry={() => void records.refetch()} />}
      {!records.isError && records.data && (
        <table className={`chart ${records.isPlaceholderData ? 'stale' : ''}`}>
          <caption>{t('chart.title', { what, by: nameOf(by) })}</caption>
          <thead className="unseen">
            <tr>
              <th scope="col">{nameOf(by)}</th>
              <th scope="col">{what}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ label, value }, at) => (
              <tr key={at}>
                <th scope="row">{label}</th>
                <td>
                  <span className="chart-bar" style={{ width: `${(Math.abs(value) / most) * 78}%` }} aria-hidden="true" />
                  <span className="chart-value">{number(value)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {bars.length >= GROUPS && <p className="dim">{t('chart.first', { n: GROUPS })}</p>}
    </>
  );
}
