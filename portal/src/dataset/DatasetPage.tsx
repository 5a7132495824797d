import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Problem } from '../api/client';
import { useDataset } from '../api/hooks';
import { NotFound } from '../app/NotFound';
import { ErrorState } from '../common/ErrorState';
import { useTitle } from '../common/useTitle';
import { Waiting } from '../common/Waiting';
import { Named, useNamed } from '../common/Words';
import { Apply } from './Apply';
import { DatasetHead } from './DatasetHead';
import { Downloads } from './Downloads';
import { Notes } from './Notes';
import { QualityCard } from './QualityCard';
import { Related } from './Related';
import { TabContent, Tabs } from './Tabs';
import { mustApply } from './tabNames';
import './dataset.css';

export default function DatasetPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const named = useNamed();
  const { data: dataset, isPending, error, refetch } = useDataset(id);
  useTitle(dataset ? named(dataset.title, dataset.titleEn) : t('dataset.crumb'));
  if (error instanceof Problem && error.status === 404) return <NotFound closable />;
  if (isPending || error) {
    return (
      <div className="page">
        <h1 className="unseen">{t('dataset.crumb')}</h1>
        <div className="card">{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Waiting lines={10} />}</div>
      </div>
    );
  }
  const harvested = dataset.origin?.kind === 'HARVESTED';
  const theme = dataset.themes?.[0];
  return (
    <div className="page">
      <nav aria-label={t('app.breadcrumb')} className="crumbs">
        <Link to="/search">{t('nav.search')}</Link>
        {theme && (
          <Link to={`/search?theme=${encodeURIComponent(theme.code)}`}>
            <Named zh={theme.label} en={theme.labelEn} fallback={theme.code} />
          </Link>
        )}
        <span aria-current="page">{t('dataset.crumb')}</span>
      </nav>
      <DatasetHead dataset={dataset} />
      <div className="dataset-columns">
        <section className="card dataset-main" aria-label={t('dataset.tabsLabel')}>
          <Tabs dataset={dataset} />
          <TabContent dataset={dataset} />
        </section>
        <aside className="dataset-side" aria-label={t('dataset.notes')}>
          {!harvested && (mustApply(dataset) ? <Apply dataset={dataset} /> : <Downloads dataset={dataset} />)}
          {(dataset.quality !== undefined || (dataset.qualityChecks?.length ?? 0) > 0) && <QualityCard dataset={dataset} />}
          <Notes dataset={dataset} />
        </aside>
      </div>
      <Related dataset={dataset} />
    </div>
  );
}
