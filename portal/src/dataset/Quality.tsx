import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Dataset } from '../api/types';
import { QualityBars } from './QualityCard';

export default function Quality({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const checks = dataset.qualityChecks ?? [];
  const run = dataset.lineage?.run;
  if (checks.length === 0) return <p className="empty">{t('dataset.noQuality')}</p>;
  return (
    <div className="quality-tab">
      {dataset.quality !== undefined && <p className="big-score">{t('dataset.score', { n: dataset.quality })}</p>}
      <p className="dim">{t('dataset.qualityText')}</p>
      <QualityBars checks={checks} />
      {run && (
        <p>
          <Link to={`/exchange/runs/${encodeURIComponent(run)}`}>
            {t('dataset.run')} {run}
          </Link>
        </p>
      )}
    </div>
  );
}
