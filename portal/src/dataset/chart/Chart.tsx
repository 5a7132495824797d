import { useTranslation } from 'react-i18next';
import { address } from '../../api/client';
import { useRecords } from '../../api/hooks';
import type { Column, Dataset, Records } from '../../api/types';
import { Choice } from '../../common/Choice';
import { DataTable } from '../../common/DataTable';
import { ErrorState } from '../../common/ErrorState';
import { FileLink, isClosed } from '../../common/FileLink';
import { number } from '../../common/format';
import { Waiting } from '../../common/Waiting';
import { useNamed } from '../../common/Words';
import { recordsPath } from '../paths';
import { ConditionChips } from '../preview/ConditionBar';
import { isNumeric } from '../preview/conditions';
import { useQuestion } from '../useQuestion';
import { aggregate, dimensionsOf, GRAINS, groupingOf, groupName, GROUPS, isLine, POINTS, type Aggregate, type Grouping } from './aggregate';
import { BarChart } from './BarChart';
import { LineChart } from './LineChart';
import './chart.css';

const FUNCTIONS: Aggregate[] = ['sum', 'avg', 'min', 'max'];
const ROWS = '';

export interface Group {
  name: string;
  value: number;
}

function groupsOf(records: Records, grouping: Grouping, none: string): Group[] {
  return records.rows.map((row) => ({ name: groupName(row.slice(0, -1), grouping) ?? none, value: Number(row.at(-1) ?? 0) }));
}

/** The server groups all rows that the conditions leave, the page draws; times make a line, everything else bars. */
export default function Chart({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const named = useNamed();
  const question = useQuestion(dataset);
  const { columns, search, go } = question;
  const nameOf = (column: Column) => named(column.title, column.titleEn, column.name);
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    go(next);
  };

  const dimensions = dimensionsOf(columns, dataset.rows);
  const measures = columns.filter(({ type, key }) => isNumeric(type) && !key);
  const by = dimensions.find(({ name }) => name === search.get('by')) ?? dimensions[0];
  const of = measures.find(({ name }) => name === search.get('of'));
  const how = FUNCTIONS.find((one) => one === search.get('how')) ?? 'sum';
  const grain = GRAINS.find((one) => one === search.get('grain'));
  const grouping: Grouping = by ? groupingOf(by, grain) : { kind: 'values' };
  const asked = by ? { ...aggregate(by, of, how, grouping), where: question.asked.where } : {};
  const records = useRecords(dataset.id, asked, by !== undefined);
  if (!by) return <p className="empty">{t('chart.none')}</p>;

  const what = of ? `${nameOf(of)} (${t(`chart.fns.${how}`)})` : t('chart.count');
  const title = t('chart.title', { what, by: nameOf(by) });
  return (
    <>
      <div className="conditions">
        <Choice label={t('chart.dimension')} value={by.name} options={dimensions.map((one) => ({ value: one.name, label: nameOf(one) }))} onChange={(one) => set('by', one)} />
        {grouping.kind === 'time' && <Choice label={t('chart.grain')} value={grouping.grain} options={GRAINS.map((one) => ({ value: one, label: t(`chart.grains.${one}`) }))} onChange={(one) => set('grain', one)} />}
        <Choice label={t('chart.measure')} value={of?.name ?? ROWS} options={[{ value: ROWS, label: t('chart.count') }, ...measures.map((one) => ({ value: one.name, label: nameOf(one) }))]} onChange={(one) => set('of', one)} />
        {of && <Choice label={t('chart.fn')} value={how} options={FUNCTIONS.map((one) => ({ value: one, label: t(`chart.fns.${one}`) }))} onChange={(one) => set('how', one)} />}
      </div>
      <ConditionChips question={question} />
      {records.isPending && <Waiting lines={8} />}
      {records.isError && <ErrorState error={records.error} onRetry={() => void records.refetch()} />}
      {!records.isError && records.data && (
        <div className={records.isPlaceholderData ? 'stale' : undefined}>
          <h2 className="chart-title">{title}</h2>
          {records.isPlaceholderData ? <Waiting lines={8} /> : <Drawn groups={groupsOf(records.data, grouping, t('preview.nullText'))} line={isLine(by)} title={title} by={nameOf(by)} what={what} />}
          <p className="row dim small">
            {records.data.next && <span>{t('chart.first', { n: isLine(by) ? POINTS : GROUPS })}</span>}
            <FileLink url={address(recordsPath(dataset.id), { format: 'csv', ...asked, limit: undefined })} name="chart" keyed={isClosed(dataset)}>
              {t('chart.csv')}
            </FileLink>
          </p>
        </div>
      )}
    </>
  );
}

function Drawn({ groups, line, title, by, what }: { groups: Group[]; line: boolean; title: string; by: string; what: string }) {
  const { t } = useTranslation();
  if (groups.length === 0) return <p className="empty">{t('preview.none')}</p>;
  if (!line || groups.length < 2) return <BarChart groups={groups} label={title} by={by} what={what} />;
  return (
    <>
      <LineChart groups={groups.filter(({ name }) => name !== t('preview.nullText'))} label={t('chart.label', { title, n: number(groups.length), from: groups[0]?.name ?? '', to: groups.at(-1)?.name ?? '' })} />
      <details className="chart-numbers">
        <summary>{t('chart.table')}</summary>
        <DataTable
          label={t('chart.table')}
          className="tight"
          rows={groups}
          keyOf={(_, at) => at}
          columns={[
            { name: 'by', head: by, names: true, cell: ({ name }) => name },
            { name: 'value', head: what, num: true, cell: ({ value }) => number(value) },
          ]}
        />
      </details>
    </>
  );
}
