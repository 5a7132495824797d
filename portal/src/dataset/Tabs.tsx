import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Dataset } from '../api/types';
import { Boundary } from '../common/Boundary';
import { Waiting } from '../common/Waiting';
import { Preview } from './preview/Preview';
import { tabFrom, tabsOf, type Tab } from './tabNames';

const CONTENT = {
  preview: Preview,
  chart: lazy(() => import('./chart/Chart')),
  map: lazy(() => import('./map/Map')),
  dictionary: lazy(() => import('./Dictionary')),
  versions: lazy(() => import('./versions/Versions')),
  quality: lazy(() => import('./Quality')),
  api: lazy(() => import('./api/Api')),
  distributions: lazy(() => import('./Distributions')),
} satisfies Record<Tab, unknown>;

/** Tabs are links: each has an address, and a narrow screen scrolls them. */
export function Tabs({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const tabs = tabsOf(dataset);
  const current = tabFrom(dataset, search.get('tab'));
  const nav = useRef<HTMLElement>(null);
  // On a narrow screen the row of tabs scrolls to the chosen one.
  useEffect(() => {
    const chosen = nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (nav.current && chosen) nav.current.scrollLeft = chosen.offsetLeft - (nav.current.clientWidth - chosen.offsetWidth) / 2;
  }, [current]);
  // What was asked of the rows goes along from tab to tab.
  const to = (tab: Tab, first: boolean) => {
    const next = new URLSearchParams(search);
    if (first) next.delete('tab');
    else next.set('tab', tab);
    return `?${next.toString()}`;
  };
  return (
    <nav ref={nav} className="tabs" aria-label={t('dataset.tabsLabel')}>
      {tabs.map((tab, at) => (
        <Link key={tab} to={to(tab, at === 0)} preventScrollReset aria-current={tab === current ? 'page' : undefined}>
          {t(`dataset.tabs.${tab}`)}
        </Link>
      ))}
    </nav>
  );
}

export function TabContent({ dataset }: { dataset: Dataset }) {
  const [search] = useSearchParams();
  const tab = tabFrom(dataset, search.get('tab'));
  const Content = CONTENT[tab];
  return (
    <Boundary key={tab}>
      <Suspense fallback={<Waiting />}>
        <Content dataset={dataset} />
      </Suspense>
    </Boundary>
  );
}
