import type { Key, ReactNode } from 'react';
import { ScrollRegion } from './ScrollRegion';

export interface TableColumn<Row> {
  name: string;
  head: ReactNode;
  cell: (row: Row, at: number) => ReactNode;
  /** Right-aligned, as numbers are. */
  num?: boolean;
  /** The cell that names its row. */
  names?: boolean;
  className?: string | ((row: Row) => string | undefined);
}

interface Props<Row> {
  label: string;
  columns: readonly (TableColumn<Row> | false | undefined)[];
  rows: readonly Row[];
  keyOf: (row: Row, at: number) => Key;
  className?: string;
}

const joined = (...names: (string | false | undefined)[]) => names.filter(Boolean).join(' ') || undefined;

/** The one table of the portal: a caption, headings with a scope, and a box of its own that scrolls. */
export function DataTable<Row>({ label, columns, rows, keyOf, className }: Props<Row>) {
  const shown = columns.filter((column): column is TableColumn<Row> => Boolean(column));
  return (
    <ScrollRegion label={label}>
      <table className={joined('data', className)}>
        <caption className="unseen">{label}</caption>
        <thead>
          <tr>
            {shown.map(({ name, head, num }) => (
              <th key={name} scope="col" className={num ? 'num' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={keyOf(row, at)}>
              {shown.map((column) => {
                const look = joined(column.num && 'num', typeof column.className === 'function' ? column.className(row) : column.className);
                return column.names ? (
                  <th key={column.name} scope="row" className={look}>
                    {column.cell(row, at)}
                  </th>
                ) : (
                  <td key={column.name} className={look}>
                    {column.cell(row, at)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
