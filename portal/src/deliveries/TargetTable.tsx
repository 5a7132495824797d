import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Subscription, Target } from '../api/deliveries';
import { DataTable } from '../common/DataTable';
import { number } from '../common/format';
import { TitleAndId } from '../common/TitleAndId';
import { RemoveButton } from '../forms/RemoveButton';
import { SavedTrial } from '../sources/SavedTrial';
import { whereOf } from '../sources/where';

const KINDS: Record<string, string> = { postgresql: 'PostgreSQL', mysql: 'MySQL', sftp: 'SFTP', ftp: 'FTP', s3: 'S3', http: 'HTTP', kafka: 'Kafka' };

export function TargetTable({ targets, subscriptions }: { targets: Target[]; subscriptions: Subscription[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('deliveries.targets')}
      className="deliveries"
      rows={targets}
      keyOf={({ id }) => id}
      columns={[
        { name: 'target', head: t('deliveries.target'), names: true, cell: ({ id, title }) => <TitleAndId id={id} title={title} /> },
        { name: 'action', head: t('deliveries.action'), className: 'says', cell: (target) => <TargetActions target={target} /> },
        { name: 'kind', head: t('deliveries.kind'), cell: ({ connector }) => KINDS[connector] ?? connector },
        { name: 'where', head: t('deliveries.where'), cell: ({ settings }) => <code className="small">{whereOf(settings)}</code> },
        { name: 'used', head: t('deliveries.used'), num: true, cell: ({ id }) => number(subscriptions.filter(({ target }) => target === id).length) },
      ]}
    />
  );
}

function TargetActions({ target: { id, title } }: { target: Target }) {
  const { t } = useTranslation();
  return (
    <div className="actions">
      <SavedTrial kind="target" id={id} title={title} />
      <Link className="button" aria-label={t('sources.editOf', { what: title ?? id })} to={`/exchange/targets/${encodeURIComponent(id)}`} data-edit={id}>
        {t('sources.edit')}
      </Link>
      <RemoveButton kind="target" id={id} title={title} />
    </div>
  );
}
