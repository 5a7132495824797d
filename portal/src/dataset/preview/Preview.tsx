import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useRecords } from '../../api/hooks';
import type { Dataset } from '../../api/types';
import { Choice } from '../../common/Choice';
import { ErrorState } from '../../common/ErrorState';
import { number } from '../../common/format';
import { Waiting } from '../../common/Waiting';
import { useColumns } from '../useColumns';
import { ConditionBar } from './ConditionBar';
import { orderOf, readConditions, readOrder, whereOf, withNextOrder } from './conditions';
import { Pager } from './Pager';
import { RecordTable } from './RecordTable';

const SIZES = ['20', '50', '100'];

export function Preview({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const columns = useColumns(dataset);
  const size = SIZES.find((one) => one === search.get('size')) ?? '20';
  const conditions = useMemo(() => readConditions(search), [search]);
  const order = readOrder(search);
  const asked = { where: whereOf(conditions, columns), order: orderOf(order), limit: size };

  // A cursor only continues the question it was given for.
  const question = JSON.stringify(asked);
  const [trail, setTrail] = useState<{ question: string; cursors: string[] }>({ question, cursors: [] });
  const cursors = trail.question === question ? trail.cursors : [];
  const records = useRecords(dataset.id, { ...asked, cursor: cursors.at(-1) });
  const go = (next: URLSearchParams) => setSearch(next, { preventScrollReset: true, replace: true });
  const goSize = (value: string) => {
    const next = new URLSearchParams(search);
    next.set('size', value);
    go(next);
  };

  const { data, error } = records;
  const first = cursors.length * Number(size) + 1;
  return (
    <>
      <div className="preview-head">
        <p role="status">
          {data?.total === undefined ? '' : <strong>{t(conditions.length ? 'preview.matchingSome' : 'preview.matching', { n: number(data.total) })}</strong>}{' '}
          <span className="dim">{t('preview.server')}</span>
        </p>
        <Choice label={t('preview.size')} value={size} options={SIZES.map((one) => ({ value: one, label: one }))} onChange={goSize} />
      </div>
      <ConditionBar columns={columns} conditions={conditions} search={search} onChange={go} />
      {records.isPending && <Waiting lines={8} />}
      {error && <ErrorState error={error} onRetry={() => void records.refetch()} />}
      {!error && data && (
        <div className={records.isPlaceholderData ? 'stale' : undefined}>
          <RecordTable records={data} columns={columns} order={order} onOrder={(column) => go(withNextOrder(search, column))} />
          {data.rows.length === 0 && <p className="empty">{t('preview.none')}</p>}
          {data.rows.length > 0 && (
            <Pager
              from={first}
              to={first + data.rows.length - 1}
              onPrevious={cursors.length ? () => setTrail({ question, cursors: cursors.slice(0, -1) }) : undefined}
              onNext={data.next ? () => setTrail({ question, cursors: [...cursors, data.next ?? ''] }) : undefined}
            />
          )}
        </div>
      )}
    </>
  );
}
