import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Problem } from '../api/client';
import { useFile } from '../api/files';
import { statementPath, useStatement, type Statement } from '../api/reconciliations';
import { useAdminKey } from '../app/AdminKey';
import { KeyGate } from '../app/KeyGate';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { useWithKey } from '../app/useWithKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';
import { instant } from '../common/format';
import { useTitle } from '../common/useTitle';
import { Waiting } from '../common/Waiting';
import { Chain } from './Chain';
import { DifferenceList } from './DifferenceList';
import { ReconcileButton } from './MakeStatement';
import { Retransmit } from './Retransmit';
import { StatementMark } from './StatementMark';
import '../deliveries/deliveries.css';
import '../runs/runs.css';
import './reconciliations.css';

export default function StatementPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { key } = useAdminKey();
  const { data: statement, error, isPending, refetch } = useStatement(id, key);
  const title = statement ? `${statement.task} · ${statement.date}` : t('reconcile.statement');
  useTitle(`${t('reconcile.title')} ${statement ? title : ''}`.trim());
  useForgetRefusedKey(error);
  const gone = error instanceof Problem && error.status === 404;
  return (
    <div className="page">
      <nav aria-label={t('app.breadcrumb')} className="crumbs">
        <Link to="/exchange/reconciliations">{t('nav.reconciliations')}</Link>
        {statement && <Link to={`/exchange/reconciliations?task=${encodeURIComponent(statement.task)}`}>{statement.task}</Link>}
        <span aria-current="page">{t('reconcile.statement')}</span>
      </nav>
      {!statement && <h1>{title}</h1>}
      <KeyGate why={t('reconcile.keyWhy')}>
        {(forget) => (
          <>
            {isPending && (
              <div className="card pad">
                <Waiting lines={8} />
              </div>
            )}
            {error && (
              <div className="card">
                <ErrorState error={error} onRetry={gone ? undefined : () => void refetch()} />
              </div>
            )}
            {statement && <Opened key={statement.id} statement={statement} title={title} forget={forget} />}
          </>
        )}
      </KeyGate>
    </div>
  );
}

function Opened({ statement, title, forget }: { statement: Statement; title: string; forget: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="card pad">
        <div className="run-head">
          <h1>
            {title} <StatementMark state={statement.state} />
          </h1>
          {forget}
        </div>
        <p role="status">{t(`reconcile.sentence.${statement.state}`)}</p>
        <p className="dim small">
          {t('reconcile.madeAt', { time: instant(statement.madeAt) })} · <code>{statement.id}</code>
        </p>
        <div className="actions">
          <ReconcileButton task={statement.task} date={statement.date} label={t('reconcile.again')} primary={statement.state !== 'different'} />
          <Downloads id={statement.id} />
        </div>
        {statement.state === 'different' && <Retransmit statement={statement} />}
      </div>
      {statement.lines.map((line) => (
        <Chain key={line.dataset} line={line} />
      ))}
      {statement.lines.length === 0 && <p className="card pad empty">{t('reconcile.noLines')}</p>}
      <DifferenceList statement={statement} />
    </>
  );
}

function Downloads({ id }: { id: string }) {
  const { t } = useTranslation();
  const file = useFile();
  const withKey = useWithKey(file.error);
  return (
    <>
      {(['xlsx', 'csv', 'json'] as const).map((format) => (
        <Button key={format} busy={file.isPending} data-statement-file={format} onClick={() => void withKey((key) => file.mutate({ path: `${statementPath(id)}?format=${format}`, name: `reconciliation-${id}.${format}`, key }))}>
          {t('reconcile.download', { format: format.toUpperCase() })}
        </Button>
      ))}
      {file.error && <ErrorState error={file.error} />}
    </>
  );
}
