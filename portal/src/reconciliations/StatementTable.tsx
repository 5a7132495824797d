import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { sourceDiffers, type Statement, type StatementDelivery, type StatementLine } from '../api/reconciliations';
import { DataTable } from '../common/DataTable';
import { instant, NONE, number } from '../common/format';
import { StatementMark } from './StatementMark';

/** One row for each target of each dataset; the first of a statement says how the whole stands. */
interface Entry {
  statement: Statement;
  first: boolean;
  line?: StatementLine;
  target?: StatementDelivery;
}

function entriesOf(statement: Statement): Entry[] {
  const entries = statement.lines.flatMap((line): Omit<Entry, 'first'>[] => (line.deliveries.length > 0 ? line.deliveries.map((target) => ({ statement, line, target })) : [{ statement, line }]));
  return (entries.length > 0 ? entries : [{ statement }]).map((entry, at) => ({ ...entry, first: at === 0 }));
}

const differs = (target?: StatementDelivery) => (target && target.state === 'different' ? 'differs' : undefined);

export function StatementTable({ statements }: { statements: Statement[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('reconcile.statements')}
      className="deliveries statements"
      rows={statements.flatMap(entriesOf)}
      keyOf={({ statement, line, target }) => `${statement.id} ${line?.dataset ?? ''} ${target?.subscription ?? ''} ${target?.batch ?? ''}`}
      columns={[
        { name: 'statement', head: t('reconcile.statement'), names: true, cell: (entry) => <Name entry={entry} /> },
        { name: 'state', head: t('reconcile.state'), cell: ({ statement, first }) => first && <StatementMark state={statement.state} /> },
        {
          name: 'dataset',
          head: t('reconcile.dataset'),
          cell: ({ line }) =>
            line && (
              <>
                <Link to={`/datasets/${encodeURIComponent(line.dataset)}?tab=versions`}>{line.dataset}</Link> {line.version}
              </>
            ),
        },
        { name: 'source', head: t('reconcile.source'), num: true, className: ({ line }) => (line && sourceDiffers(line) ? 'differs' : undefined), cell: ({ line }) => number(line?.source.count) },
        { name: 'received', head: t('reconcile.received'), num: true, cell: ({ line }) => number(line?.received) },
        { name: 'published', head: t('reconcile.published'), num: true, cell: ({ line }) => number(line?.published.count) },
        {
          name: 'target',
          head: t('reconcile.target'),
          cell: ({ target }) =>
            target ? (
              <>
                <StatementMark state={target.state} /> {target.subscription}
                <div className="dim small">{target.target}</div>
              </>
            ) : (
              <span className="dim">{t('reconcile.noTarget')}</span>
            ),
        },
        { name: 'delivered', head: t('reconcile.delivered'), num: true, className: ({ target }) => differs(target), cell: ({ target }) => (target ? number(target.delivered) : NONE) },
        { name: 'acknowledged', head: t('reconcile.acknowledged'), num: true, cell: ({ target }) => number(target?.acknowledged) },
      ]}
    />
  );
}

function Name({ entry: { statement, first } }: { entry: Entry }) {
  const name = `${statement.task} · ${statement.date}`;
  if (!first) return <span className="dim">{name}</span>;
  return (
    <>
      <Link to={`/exchange/reconciliations/${encodeURIComponent(statement.id)}`} data-statement={statement.id}>
        {name}
      </Link>
      <div className="dim small">{instant(statement.madeAt)}</div>
    </>
  );
}
