import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useVersions } from '../api/hooks';
import type { Dataset } from '../api/types';
import { ErrorState } from '../common/ErrorState';
import { bytes, instant, number } from '../common/format';
import { ScrollRegion } from '../common/ScrollRegion';
import { Waiting } from '../common/Waiting';

export default function Versions({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const { data: versions, isPending, error, refetch } = useVersions(dataset.id);
  if (isPending) return <Waiting />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (versions.length === 0) return <p className="empty">{t('versions.none')}</p>;
  const file = (format: string, version: string) => `/api/v1/datasets/${encodeURIComponent(dataset.id)}/download/${format}?version=${encodeURIComponent(version)}`;
  return (
    <ScrollRegion label={t('versions.table')}>
      <table className="data">
        <caption className="unseen">{t('versions.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('versions.version')}</th>
            <th scope="col">{t('versions.published')}</th>
            <th scope="col" className="num">
              {t('versions.rows')}
            </th>
            <th scope="col" className="num">
              {t('versions.size')}
            </th>
            <th scope="col" className="num">
              {t('versions.refused')}
            </th>
            <th scope="col">{t('versions.change')}</th>
            <th scope="col">{t('versions.run')}</th>
            <th scope="col">{t('versions.files')}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((one, at) => (
            <tr key={one.version}>
              <th scope="row" className="nowrap">
                {one.version} {at === 0 && <span className="tag tag-blue">{t('versions.current')}</span>}
              </th>
              <td className="nowrap">{instant(one.publishedAt)}</td>
              <td className="num">{number(one.rows)}</td>
              <td className="num nowrap">{bytes(one.bytes)}</td>
              <td className="num">{number(one.refused)}</td>
              <td>{one.schemaChanged ? <span className="tag tag-amber">{t('versions.changed')}</span> : t('versions.same')}</td>
              <td>{one.run && <Link to={`/exchange/runs/${encodeURIComponent(one.run)}`}>{one.run}</Link>}</td>
              <td className="nowrap">
                <a href={file('csv', one.version)} aria-label={`CSV ${one.version}`}>
                  CSV
                </a>{' '}
                <a href={file('parquet', one.version)} aria-label={`Parquet ${one.version}`}>
                  Parquet
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
