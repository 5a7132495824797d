import { FACETS, type FacetName } from '../api/types';

export const PAGE_SIZE = 20;
export const MOST_RESULTS = 10_000;
export const SORTS = ['relevance', 'modified', 'title', 'rows', 'quality'] as const;

/** What is searched for: everything that the address of the search page says. */
export interface SearchState {
  q: string;
  sort: string;
  page: number;
  filters: Record<FacetName, string[]>;
}

export function readState(search: URLSearchParams): SearchState {
  const q = search.get('q')?.trim() ?? '';
  const sort = search.get('sort') ?? '';
  const page = Number(search.get('page'));
  return {
    q,
    sort: (SORTS as readonly string[]).includes(sort) ? sort : q ? 'relevance' : 'modified',
    page: Number.isInteger(page) && page > 1 ? Math.min(page, MOST_RESULTS / PAGE_SIZE) : 1,
    filters: Object.fromEntries(FACETS.map((facet) => [facet, [...new Set(search.getAll(facet))]])) as SearchState['filters'],
  };
}

/** The address of a search; what is default is left out. */
export function writeState({ q, sort, page, filters }: SearchState): string {
  const search = new URLSearchParams();
  if (q) search.set('q', q);
  FACETS.forEach((facet) => filters[facet].forEach((value) => search.append(facet, value)));
  if (sort !== (q ? 'relevance' : 'modified')) search.set('sort', sort);
  if (page > 1) search.set('page', String(page));
  const text = search.toString();
  return text ? `/search?${text}` : '/search';
}

export function toggled(state: SearchState, facet: FacetName, value: string): SearchState {
  const on = state.filters[facet].includes(value);
  const values = on ? state.filters[facet].filter((one) => one !== value) : [...state.filters[facet], value];
  return { ...state, page: 1, filters: { ...state.filters, [facet]: values } };
}

export function cleared(state: SearchState): SearchState {
  return { ...state, page: 1, filters: { theme: [], publisher: [], format: [], region: [] } };
}

export function activeFilters(state: SearchState): { facet: FacetName; value: string }[] {
  return FACETS.flatMap((facet) => state.filters[facet].map((value) => ({ facet, value })));
}
