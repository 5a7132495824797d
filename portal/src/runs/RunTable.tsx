import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Run } from '../api/types';
import { DataTable } from '../common/DataTable';
import { duration, instant } from '../common/format';
import { outcomeColumns } from './runColumns';

export function RunTable({ runs }: { runs: Run[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('runs.table')}
      className="runs"
      rows={runs}
      keyOf={({ id }) => id}
      columns={[
        { name: 'task', head: t('runs.task'), names: true, cell: (run) => <Link to={`/exchange/runs/${encodeURIComponent(run.id)}`} data-run={run.id}>{run.task ?? run.dataset ?? run.id}</Link> },
        ...outcomeColumns<Run>(t),
        { name: 'started', head: t('runs.started'), cell: ({ startedAt, queuedAt }) => instant(startedAt ?? queuedAt) },
        { name: 'duration', head: t('runs.duration'), num: true, cell: ({ durationMillis }) => duration(durationMillis) },
        { name: 'source', head: t('runs.source'), cell: ({ source }) => source },
        { name: 'run', head: t('runs.run'), cell: ({ id }) => <code className="small">{id}</code> },
      ]}
    />
  );
}
