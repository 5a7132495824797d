import { number } from '../../common/format';
import type { Group } from './Chart';

/** Bars that are a table: every number can be read. */
export function BarChart({ groups, label, by, what }: { groups: Group[]; label: string; by: string; what: string }) {
  const most = Math.max(...groups.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return (
    <table className="chart">
      <caption className="unseen">{label}</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">{by}</th>
          <th scope="col">{what}</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ name, value }, at) => (
          <tr key={at}>
            <th scope="row">{name}</th>
            <td>
              <span className="chart-bar" style={{ width: `${(Math.abs(value) / most) * 78}%` }} aria-hidden="true" />
              <span className="chart-value">{number(value)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
