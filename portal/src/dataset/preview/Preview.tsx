import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecords } from '../../api/hooks';
import type { Dataset } from '../../api/types';
import { Choice } from '../../common/Choice';
import { ErrorState } from '../../common/ErrorState';
import { number } from '../../common/format';
import { Waiting } from '../../common/Waiting';
import { useQuestion } from '../useQuestion';
import { ColumnChooser } from './ColumnChooser';
import { ConditionBar } from './ConditionBar';
import { withNextOrder } from './conditions';
import { Pager } from './Pager';
import { RecordTable } from './RecordTable';
import { TakeAway } from './TakeAway';

const SIZES = ['20', '50', '100'];

export function Preview({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const question = useQuestion(dataset);
  const { columns, conditions, order, search, go } = question;
  const size = SIZES.find((one) => one === search.get('size')) ?? '20';
  const asked = { ...question.asked, limit: size };

  // A cursor only continues the question it was given for.
  const key = JSON.stringify(asked);
  const [trail, setTrail] = useState<{ key: string; cursors: string[] }>({ key, cursors: [] });
  const cursors = trail.key === key ? trail.cursors : [];
  const records = useRecords(dataset.id, { ...asked, cursor: cursors.at(-1) });
  const goSize = (value: string) => {
    const next = new URLSearchParams(search);
    next.set('size', value);
    go(next);
  };

  const { data, error } = records;
  const first = cursors.length * Number(size) + 1;
  return (
    <>
      <ConditionBar question={question} />
      <div className="preview-head">
        <p role="status">
          {!error && data?.total !== undefined && <strong>{t(conditions.length ? 'preview.matchingSome' : 'preview.matching', { n: number(data.total) })}</strong>}
        </p>
        <div className="row">
          <Choice label={t('preview.size')} value={size} options={SIZES.map((one) => ({ value: one, label: one }))} onChange={goSize} />
          <ColumnChooser question={question} />
          <TakeAway dataset={dataset} question={question} total={data?.total} />
        </div>
      </div>
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
              onPrevious={cursors.length ? () => setTrail({ key, cursors: cursors.slice(0, -1) }) : undefined}
              onNext={data.next ? () => setTrail({ key, cursors: [...cursors, data.next ?? ''] }) : undefined}
            />
          )}
        </div>
      )}
    </>
  );
}
