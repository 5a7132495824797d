import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RunTable } from '../api/types';
import { number } from '../common/format';
import { ScrollRegion } from '../common/ScrollRegion';
import { RunState } from './RunState';

/** What became of each table of a delivery that holds several, such as a GTFS feed. */
export function RunTables({ tables }: { tables: RunTable[] }) {
  const { t } = useTranslation();
  return (
    <section className="card pad" aria-labelledby="tables-title">
      <h2 id="tables-title">{t('runs.tables')}</h2>
      <ScrollRegion label={t('runs.tables')}>
        <table className="data">
          <caption className="unseen">{t('runs.tables')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('runs.dataset')}</th>
              <th scope="col">{t('runs.outcome')}</th>
              <th scope="col" className="num">
                {t('runs.read')}
              </th>
              <th scope="col" className="num">
                {t('runs.refused')}
              </th>
              <th scope="col" className="num">
                {t('runs.published')}
              </th>
              <th scope="col">{t('runs.version')}</th>
            </tr>
          </thead>
          <tbody>
            {tables.map((one) => (
              <tr key={one.table}>
                <th scope="row">{one.dataset && one.version ? <Link to={`/datasets/${encodeURIComponent(one.dataset)}`}>{one.table}</Link> : one.table}</th>
                <td>{one.outcome && <RunState run={{ status: 'finished', outcome: one.outcome }} />}</td>
                <td className="num">{number(one.read)}</td>
                <td className="num">{number(one.refused)}</td>
                <td className="num">{number(one.published)}</td>
                <td>{one.version}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}
