import { useSchema } from '../api/hooks';
import type { Column, Dataset } from '../api/types';

const NONE: Column[] = [];

/** The columns come with the dataset; an entry without them is asked for its schema. */
export function useColumns(dataset: Dataset): Column[] {
  const schema = useSchema(dataset.id, dataset.columns === undefined && dataset.origin?.kind !== 'HARVESTED');
  return dataset.columns ?? schema.data?.columns ?? NONE;
}
