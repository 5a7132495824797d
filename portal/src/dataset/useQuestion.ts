import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Column, Dataset } from '../api/types';
import { orderOf, readColumns, readConditions, readOrder, selectOf, whereOf, type Condition, type Order } from './preview/conditions';
import { useColumns } from './useColumns';

/** What the address asks of the rows: the same question stands behind table, chart, map, download and code. */
export interface Question {
  columns: Column[];
  shown: Column[];
  conditions: Condition[];
  order?: Order;
  /** In the words of the records endpoint. */
  asked: { select: string; where: string; order: string };
  search: URLSearchParams;
  go: (next: URLSearchParams) => void;
}

export function useQuestion(dataset: Dataset): Question {
  const [search, setSearch] = useSearchParams();
  const columns = useColumns(dataset);
  return useMemo(() => {
    const conditions = readConditions(search);
    const shown = readColumns(search, columns);
    const order = readOrder(search);
    return {
      columns,
      shown,
      conditions,
      order,
      asked: { select: selectOf(shown, columns), where: whereOf(conditions, columns), order: orderOf(order) },
      search,
      go: (next: URLSearchParams) => setSearch(next, { preventScrollReset: true, replace: true }),
    };
  }, [search, setSearch, columns]);
}
