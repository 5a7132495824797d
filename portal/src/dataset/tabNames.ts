import type { Dataset } from '../api/types';
import { placeOf } from './map/place';

export type Tab = 'preview' | 'chart' | 'map' | 'dictionary' | 'versions' | 'quality' | 'api' | 'distributions';

const LOCAL: Tab[] = ['preview', 'chart', 'map', 'dictionary', 'versions', 'quality', 'api'];
const HARVESTED: Tab[] = ['distributions', 'api'];

export function tabsOf(dataset: Dataset): Tab[] {
  if (dataset.origin?.kind === 'HARVESTED') return HARVESTED;
  return placeOf(dataset) ? LOCAL : LOCAL.filter((tab) => tab !== 'map');
}

/** The tab that the address names, or the first one. */
export function tabFrom(dataset: Dataset, asked: string | null): Tab {
  const tabs = tabsOf(dataset);
  return tabs.find((tab) => tab === asked) ?? tabs[0] ?? 'preview';
}
