import type { Dataset } from '../api/types';
import { placeOf } from './map/place';

export type Tab = 'preview' | 'chart' | 'map' | 'dictionary' | 'versions' | 'quality' | 'api' | 'distributions';

const LOCAL: Tab[] = ['preview', 'chart', 'map', 'dictionary', 'versions', 'quality', 'api'];
const HARVESTED: Tab[] = ['distributions', 'api'];
/** What everybody may read of data that must be applied for. */
const DESCRIBED: Tab[] = ['dictionary'];

/** Whether the hub gives this reader the description alone: data that is not open has no files and no records for who has no key. */
export const mustApply = ({ access, origin, links }: Dataset) => access?.code === 'RESTRICTED' && origin?.kind !== 'HARVESTED' && links?.records === undefined;

export function tabsOf(dataset: Dataset): Tab[] {
  if (dataset.origin?.kind === 'HARVESTED') return HARVESTED;
  if (mustApply(dataset)) return DESCRIBED;
  return placeOf(dataset) ? LOCAL : LOCAL.filter((tab) => tab !== 'map');
}

/** The tab that the address names, or the first one. */
export function tabFrom(dataset: Dataset, asked: string | null): Tab {
  const tabs = tabsOf(dataset);
  return tabs.find((tab) => tab === asked) ?? tabs[0] ?? 'preview';
}
