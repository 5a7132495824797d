import type { Dataset } from '../api/types';

export type Tab = 'preview' | 'chart' | 'dictionary' | 'versions' | 'quality' | 'api' | 'distributions';

const LOCAL: Tab[] = ['preview', 'chart', 'dictionary', 'versions', 'quality', 'api'];
const HARVESTED: Tab[] = ['distributions', 'api'];

export const tabsOf = (dataset: Dataset): Tab[] => (dataset.origin?.kind === 'HARVESTED' ? HARVESTED : LOCAL);

/** The tab that the address names, or the first one. */
export function tabFrom(dataset: Dataset, asked: string | null): Tab {
  const tabs = tabsOf(dataset);
  return tabs.find((tab) => tab === asked) ?? tabs[0] ?? 'preview';
}
