import { useTranslation } from 'react-i18next';
import type { Run } from '../api/types';
import { number, percent } from '../common/format';

export function RunCounts({ run }: { run: Run }) {
  const { t } = useTranslation();
  const read = run.read ?? 0;
  return (
    <section className="card pad" aria-labelledby="counts-title">
      <h2 id="counts-title">{t('runs.counts')}</h2>
      <dl className="counts">
        {(['read', 'refused', 'published'] as const).map((name) => (
          <div key={name} className={name === 'refused' && run.refused ? 'amber' : undefined}>
            <dt>{t(`runs.${name}`)}</dt>
            <dd>{number(run[name])}</dd>
          </div>
        ))}
      </dl>
      {read > 0 && (
        <p className="split" role="img" aria-label={`${t('runs.published')} ${percent(run.published, read)}, ${t('runs.refused')} ${percent(run.refused, read)}`}>
          <span className="split-good" style={{ flexGrow: run.published ?? 0 }} />
          {(run.refused ?? 0) > 0 && <span className="split-refused" style={{ flexGrow: run.refused }} />}
          <span style={{ flexGrow: Math.max(0, read - (run.published ?? 0) - (run.refused ?? 0)) }} />
        </p>
      )}
    </section>
  );
}
