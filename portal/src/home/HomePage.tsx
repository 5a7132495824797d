import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSummary } from '../api/hooks';
import { useTitle } from '../common/useTitle';
import { SearchBox } from '../search/SearchBox';
import { Figures } from './Figures';
import { LatestDatasets } from './LatestDatasets';
import { RegionTiles } from './RegionTiles';
import { ThemeTiles } from './ThemeTiles';
import './home.css';

export default function HomePage() {
  const { t } = useTranslation();
  useTitle();
  const navigate = useNavigate();
  const summary = useSummary();
  return (
    <div className="page">
      <section className="sign" aria-labelledby="home-title">
        <h1 id="home-title">{t('home.title')}</h1>
        <p>{t('home.lead')}</p>
        <SearchBox onSearch={(q) => void navigate(q ? `/search?q=${encodeURIComponent(q)}` : '/search')} />
      </section>
      <Figures summary={summary.data} />
      <ThemeTiles themes={summary.data?.themes} waiting={summary.isPending} />
      <div className="home-columns">
        <LatestDatasets />
        <RegionTiles regions={summary.data?.regions} />
      </div>
    </div>
  );
}
