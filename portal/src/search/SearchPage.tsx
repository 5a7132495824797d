import { lazy, startTransition, Suspense, useOptimistic, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useDatasets } from '../api/hooks';
import { Button } from '../common/Button';
import { Choice } from '../common/Choice';
import { ErrorState } from '../common/ErrorState';
import { number } from '../common/format';
import { Pages } from '../common/Pages';
import { useTitle } from '../common/useTitle';
import { Waiting } from '../common/Waiting';
import { Chips } from './Chips';
import { FacetPanel } from './FacetPanel';
import { NoResults } from './NoResults';
import { ResultCard } from './ResultCard';
import { SearchBox } from './SearchBox';
import { activeFilters, MOST_RESULTS, PAGE_SIZE, readState, SORTS, writeState, type SearchState } from './state';
import './search.css';

const FacetDrawer = lazy(() => import('./FacetDrawer'));

export default function SearchPage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const [drawer, setDrawer] = useState(false);
  const [state, setState] = useOptimistic(readState(search));
  useTitle(state.q ? `${state.q} - ${t('search.title')}` : t('search.title'));
  const found = useDatasets({ q: state.q, sort: state.sort, page: state.page, size: PAGE_SIZE, ...state.filters });
  // What was clicked shows at once; the address follows.
  const go = (next: SearchState) =>
    startTransition(async () => {
      setState(next);
      await navigate(writeState(next), { preventScrollReset: true });
    });
  const active = activeFilters(state).length;
  const total = found.data?.total;
  const pages = Math.ceil(Math.min(total ?? 0, MOST_RESULTS) / PAGE_SIZE);

  return (
    <div className="page">
      <h1 className="unseen">{t('search.title')}</h1>
      <SearchBox key={state.q} initial={state.q} onSearch={(q) => go({ ...state, q, page: 1, sort: q ? 'relevance' : 'modified' })} />
      <div className="search-columns">
        <aside className="card facets-side" aria-label={t('search.filters')}>
          <FacetPanel state={state} facets={found.data?.facets} onChange={go} />
        </aside>
        <section className="results-side" aria-label={t('search.results')}>
          <div className="results-head">
            <p role="status" className="results-count">
              {found.isError ? '' : total === undefined ? t('app.loading') : t('search.count', { n: number(total) })}
            </p>
            <Button className="facets-button" onClick={() => setDrawer(true)}>
              {active ? t('search.filtersOn', { n: active }) : t('search.filters')}
            </Button>
            <Choice
              label={t('search.sort')}
              hideLabel
              value={state.sort}
              options={SORTS.filter((sort) => state.q || sort !== 'relevance').map((sort) => ({ value: sort, label: t(`search.sorts.${sort}`) }))}
              onChange={(sort) => go({ ...state, sort, page: 1 })}
            />
          </div>
          <Chips state={state} facets={found.data?.facets} onChange={go} />
          {found.data?.suggestion && (
            <p>
              {t('search.did')} <Link to={writeState({ ...state, q: found.data.suggestion, page: 1 })}>{found.data.suggestion}</Link>
            </p>
          )}
          <div className={`card results ${found.isPlaceholderData ? 'stale' : ''}`}>
            {found.isPending && <Waiting lines={10} />}
            {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
            {!found.isError && found.data?.items.length === 0 && <NoResults state={state} page={found.data} onChange={go} />}
            {!found.isError && found.data?.items.map((item) => <ResultCard key={item.id} item={item} />)}
          </div>
          {!found.isError && (
            <>
              <Pages page={state.page} pages={pages} to={(page) => writeState({ ...state, page })} />
              {(total ?? 0) > MOST_RESULTS && <p className="dim">{t('search.limit')}</p>}
            </>
          )}
        </section>
      </div>
      {drawer && (
        <Suspense>
          <FacetDrawer state={state} facets={found.data?.facets} total={total} onChange={go} onClose={() => setDrawer(false)} />
        </Suspense>
      )}
    </div>
  );
}
