import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Run } from '../api/types';
import { duration, instant, number } from '../common/format';
import { ScrollRegion } from '../common/ScrollRegion';
import { RunState } from './RunState';

export function RunTable({ runs }: { runs: Run[] }) {
  const { t } = useTranslation();
  return (
    <ScrollRegion label={t('runs.table')}>
      <table className="data runs">
        <caption className="unseen">{t('runs.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('runs.task')}</th>
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
            <th scope="col">{t('runs.started')}</th>
            <th scope="col" className="num">
              {t('runs.duration')}
            </th>
            <th scope="col">{t('runs.source')}</th>
            <th scope="col">{t('runs.run')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <th scope="row">
                <Link to={`/exchange/runs/${encodeURIComponent(run.id)}`} data-run={run.id}>
                  {run.task ?? run.dataset ?? run.id}
                </Link>
              </th>
              <td>
                <RunState run={run} />
              </td>
              <td className="num">{number(run.read)}</td>
              <td className={`num ${run.refused ? 'amber' : ''}`}>{number(run.refused)}</td>
              <td className="num">{number(run.published)}</td>
              <td className="nowrap">{instant(run.startedAt)}</td>
              <td className="num nowrap">{duration(run.durationMillis)}</td>
              <td>{run.source}</td>
              <td>
                <code className="small nowrap">{run.id}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
