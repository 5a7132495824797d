import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDatasets } from '../api/hooks';
import { ErrorState } from '../common/ErrorState';
import { Waiting } from '../common/Waiting';
import { ResultCard } from '../search/ResultCard';

export function LatestDatasets() {
  const { t } = useTranslation();
  const latest = useDatasets({ sort: 'modified', size: 6 });
  return (
    <section aria-labelledby="latest-title">
      <div className="section-head">
        <h2 id="latest-title">{t('home.latest')}</h2>
        <Link to="/search?sort=modified">{t('home.all')}</Link>
      </div>
      <div className="card results">
        {latest.isPending && <Waiting lines={8} />}
        {latest.isError && <ErrorState error={latest.error} onRetry={() => void latest.refetch()} />}
        {latest.data?.items.length === 0 && (
          <div className="empty">
            <strong>{t('home.empty')}</strong>
            <p>{t('home.emptyHelp')}</p>
          </div>
        )}
        {latest.data?.items.map((item) => <ResultCard key={item.id} item={item} heading="h3" />)}
      </div>
    </section>
  );
}
