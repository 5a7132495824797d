import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Problem } from '../api/client';
import { isOpen, useRun } from '../api/hooks';
import { useAdminKey } from '../app/AdminKey';
import { NotFound } from '../app/NotFound';
import { ErrorState } from '../common/ErrorState';
import { useTitle } from '../common/useTitle';
import { Waiting } from '../common/Waiting';
import { Findings } from './Findings';
import { HeldRun } from './HeldRun';
import { LiveLine } from './LiveLine';
import { MendRows } from './MendRows';
import { OriginalLink } from './OriginalLink';
import { ReceiptCard } from './ReceiptCard';
import { RunCounts } from './RunCounts';
import { RunFacts } from './RunFacts';
import { RunState } from './RunState';
import { RunTables } from './RunTables';
import { RunTrouble } from './RunTrouble';
import { Steps } from './Steps';
import { StopRun } from './StopRun';
import './runs.css';

export default function RunPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { key } = useAdminKey();
  const { data: run, isPending, isPlaceholderData, error, refetch } = useRun(id, key);
  const keyRefused = key !== undefined && !isPlaceholderData && run?.valuesWithheld === true;
  useTitle(`${t('runs.run')} ${run?.task ?? id}`);
  if (error instanceof Problem && error.status === 404) return <NotFound closable />;
  if (isPending || error) {
    return (
      <div className="page">
        <h1 className="unseen">{t('runs.run')}</h1>
        <div className="card">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Waiting lines={8} />}</div>
      </div>
    );
  }
  return (
    <div className="page">
      <nav aria-label={t('app.breadcrumb')} className="crumbs">
        <Link to="/exchange/runs">{t('nav.runs')}</Link>
        {run.task && <Link to={`/exchange/runs?task=${encodeURIComponent(run.task)}`}>{run.task}</Link>}
        <span aria-current="page">{t('runs.run')}</span>
      </nav>
      <div className="card pad">
        <div className="run-head">
          <h1>
            {run.task ?? run.dataset ?? t('runs.run')} <RunState run={run} />
          </h1>
          {isOpen(run) && <StopRun run={run} />}
        </div>
        <p role="status">{t(`runs.sentence.${run.status === 'held' ? 'held' : isOpen(run) ? 'open' : (run.outcome ?? 'open')}`)}</p>
        <LiveLine run={run} />
        <Steps run={run} />
      </div>
      {run.status === 'held' && <HeldRun run={run} />}
      {run.error && <RunTrouble error={run.error} />}
      <div className="run-columns">
        <div>
          <RunCounts run={run} />
          {run.tables && run.tables.length > 1 && <RunTables run={run} tables={run.tables} />}
          <Findings run={run} keyRefused={keyRefused} />
          {run.outcome === 'Published' && (run.refused ?? 0) > 0 && <MendRows run={run} />}
        </div>
        <div>
          <RunFacts run={run} />
          <ReceiptCard run={run} />
          <OriginalLink run={run} />
        </div>
      </div>
    </div>
  );
}
