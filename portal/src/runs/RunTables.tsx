import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Run, RunTable } from '../api/types';
import { DataTable } from '../common/DataTable';
import { RefusedRows } from './RefusedRows';
import { outcomeColumns } from './runColumns';

/** What became of each table of a delivery that holds several, such as a GTFS feed. */
export function RunTables({ run, tables }: { run: Run; tables: RunTable[] }) {
  const { t } = useTranslation();
  return (
    <section className="card pad" aria-labelledby="tables-title">
      <h2 id="tables-title">{t('runs.tables')}</h2>
      <DataTable
        label={t('runs.tables')}
        rows={tables}
        keyOf={({ table }, at) => `${table} ${at}`}
        columns={[
          { name: 'table', head: t('runs.dataset'), names: true, cell: (one) => (one.dataset && one.version ? <Link to={`/datasets/${encodeURIComponent(one.dataset)}`}>{one.table}</Link> : one.table) },
          ...outcomeColumns<RunTable>(t),
          { name: 'version', head: t('runs.version'), cell: ({ version }) => version },
          tables.some(({ refused }) => refused) && {
            name: 'quarantine',
            head: t('runs.refusedRows'),
            cell: ({ table, dataset, refused }: RunTable) =>
              dataset && refused ? (
                <RefusedRows run={run} dataset={dataset} label={`${t('runs.quarantine')} ${table}`}>
                  CSV
                </RefusedRows>
              ) : null,
          },
        ]}
      />
    </section>
  );
}
