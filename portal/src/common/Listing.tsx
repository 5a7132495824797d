import type { ReactNode } from 'react';
import { ErrorState } from './ErrorState';
import { Pages } from './Pages';
import { Waiting } from './Waiting';

interface Props<Row> {
  found: { data?: { total: number; items: Row[] }; error: Error | null; isPending: boolean; refetch: () => unknown };
  /** How many there are, in words. */
  count: (total: number, rows: Row[]) => ReactNode;
  /** What is said when there is none. */
  none: ReactNode;
  lines?: number;
  page: number;
  size: number;
  pageAddress: (page: number) => string;
  /** Leafing leaves the page where it is, for lists that are not at its top. */
  stay?: boolean;
  children: (rows: Row[]) => ReactNode;
}

/** The frame of a list that comes in pages: its count, then waiting, trouble, nothing, or rows. */
export function Listing<Row>({ found: { data, error, isPending, refetch }, count, none, lines = 6, page, size, pageAddress, stay, children }: Props<Row>) {
  const rows = error ? undefined : data?.items;
  return (
    <>
      <p role="status" className="dim">
        {rows && count(data?.total ?? 0, rows)}
      </p>
      {isPending && <Waiting lines={lines} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {rows?.length === 0 && none}
      {rows && rows.length > 0 && children(rows)}
      {rows && <Pages page={page} pages={Math.ceil((data?.total ?? 0) / size)} to={pageAddress} stay={stay} />}
    </>
  );
}
