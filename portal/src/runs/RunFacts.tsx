import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Run } from '../api/types';
import { CopyButton } from '../common/CopyButton';
import { bytes, duration, instant } from '../common/format';

export function RunFacts({ run }: { run: Run }) {
  const { t } = useTranslation();
  const facts: [string, ReactNode][] = [
    [t('runs.id'), <span key="id" className="break"><code>{run.id}</code> <CopyButton text={run.id} /></span>],
    [t('runs.dataset'), run.dataset && (run.outcome === 'Published' || run.outcome === 'Unchanged' || run.version ? <Link to={`/datasets/${encodeURIComponent(run.dataset)}`}>{run.dataset}</Link> : run.dataset)],
    [t('runs.version'), run.version],
    [t('runs.source'), run.source],
    [t('runs.task'), run.task && <Link to={`/exchange/runs?task=${encodeURIComponent(run.task)}`}>{run.task}</Link>],
    [t('runs.queuedAt'), run.queuedAt && !run.startedAt && instant(run.queuedAt)],
    [t('runs.started2'), run.startedAt && instant(run.startedAt)],
    [t('runs.finished'), run.finishedAt && instant(run.finishedAt)],
    [t('runs.duration'), run.durationMillis !== undefined && duration(run.durationMillis)],
    [t('runs.attempt'), (run.attempt ?? 1) > 1 && run.attempt],
    [t('mend.of'), run.mends && <Link to={`/exchange/runs/${encodeURIComponent(run.mends)}`} className="break">{run.mends}</Link>],
    [t('runs.bytes'), run.bytes !== undefined && bytes(run.bytes)],
  ];
  return (
    <section className="card side-card" aria-labelledby="facts-title">
      <h2 id="facts-title">{t('runs.details')}</h2>
      <dl className="notes">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
