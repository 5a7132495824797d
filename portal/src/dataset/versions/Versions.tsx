import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useVersions } from '../../api/hooks';
import type { Dataset, Version } from '../../api/types';
import { DataTable } from '../../common/DataTable';
import { ErrorState } from '../../common/ErrorState';
import { FileLink, isClosed } from '../../common/FileLink';
import { bytes, instant, number } from '../../common/format';
import { Waiting } from '../../common/Waiting';
import { formatName } from '../formatNames';
import { downloadPath } from '../paths';
import { Compare } from './Compare';

export default function Versions({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const { data: versions, isPending, error, refetch } = useVersions(dataset.id);
  if (isPending) return <Waiting />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (versions.length === 0) return <p className="empty">{t('versions.none')}</p>;
  // The file as it was delivered is kept for some versions only; the hub lists it for the current one.
  const formats = (dataset.downloads ?? []).map(({ format }) => format).filter((format) => format !== 'original');
  return (
    <>
      <DataTable
        label={t('versions.table')}
        className="versions"
        rows={versions}
        keyOf={({ version }) => version}
        columns={[
          { name: 'version', head: t('versions.version'), names: true, className: 'nowrap', cell: ({ version }, at) => <>{version} {at === 0 && <span className="tag tag-blue">{t('versions.current')}</span>}</> },
          { name: 'published', head: t('versions.published'), className: 'nowrap', cell: ({ publishedAt }) => instant(publishedAt) },
          { name: 'rows', head: t('versions.rows'), num: true, cell: ({ rows }) => number(rows) },
          { name: 'size', head: t('versions.size'), num: true, className: 'nowrap', cell: (one) => bytes(one.bytes) },
          { name: 'refused', head: t('versions.refused'), num: true, className: ({ refused }) => (refused ? 'amber' : undefined), cell: ({ refused }) => number(refused) },
          { name: 'change', head: t('versions.change'), cell: ({ schemaChanged }, at) => (schemaChanged ? <span className="tag tag-amber">{t('versions.changed')}</span> : t(at === versions.length - 1 ? 'versions.first' : 'versions.same')) },
          { name: 'files', head: t('versions.files'), className: 'version-files', cell: ({ version }: Version) => formats.map((format) => {
            const file = { url: downloadPath(dataset.id, format, version), label: `${formatName(format)} ${version}` };
            return isClosed(dataset)
              ? <FileLink key={format} {...file} name={`${format}-${version}`} keyed>{formatName(format)}</FileLink>
              : <a key={format} href={file.url} aria-label={file.label}>{formatName(format)}</a>;
          }) },
          { name: 'run', head: t('versions.run'), cell: ({ run }) => run && <Link to={`/exchange/runs/${encodeURIComponent(run)}`}><code className="small">{run}</code></Link> },
        ]}
      />
      {versions.length > 1 ? <Compare id={dataset.id} versions={versions} /> : <p className="dim">{t('versions.only')}</p>}
    </>
  );
}
