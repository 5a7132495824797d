import { useSearchParams } from 'react-router';

/** The conditions and the page of a list, kept in the address. Another condition begins at the first page again. */
export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const value = (name: string) => search.get(name) ?? '';
  const changed = (name: string, chosen: string) => {
    const next = new URLSearchParams(search);
    if (chosen) next.set(name, chosen);
    else next.delete(name);
    if (name !== 'page') next.delete('page');
    return next;
  };
  return {
    value,
    page: Math.max(1, Math.trunc(Number(value('page'))) || 1),
    set: (name: string, chosen: string) => setSearch(changed(name, chosen), { preventScrollReset: true }),
    pageAddress: (page: number) => `?${changed('page', page > 1 ? String(page) : '').toString()}`,
  };
}
