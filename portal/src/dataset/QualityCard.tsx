import { useTranslation } from 'react-i18next';
import type { Dataset, QualityCheck } from '../api/types';
import { Named } from '../common/Words';

export function QualityBars({ checks }: { checks: QualityCheck[] }) {
  return (
    <dl className="bars">
      {checks.map((check) => (
        <div key={check.dimension}>
          <dt>
            <Named zh={check.label} en={check.labelEn} fallback={check.dimension} />
          </dt>
          <dd>
            <span className="bar" aria-hidden="true">
              <span style={{ width: `${Math.min(100, Math.max(0, check.score))}%` }} />
            </span>
            {check.score}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function QualityCard({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  return (
    <section className="card side-card" aria-labelledby="quality-title">
      <h2 id="quality-title">
        {t('dataset.quality')}
        {dataset.quality !== undefined && <span className="score">{t('dataset.score', { n: dataset.quality })}</span>}
      </h2>
      <QualityBars checks={dataset.qualityChecks ?? []} />
    </section>
  );
}
