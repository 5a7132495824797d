import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useTasks } from '../api/hooks';
import { useConnections, useConnectors, type Connection } from '../api/sources';
import { useAdminKey } from '../app/AdminKey';
import { KeyGate } from '../app/KeyGate';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { DataTable } from '../common/DataTable';
import { ErrorState } from '../common/ErrorState';
import { TitleAndId } from '../common/TitleAndId';
import { useTitle } from '../common/useTitle';
import { Waiting } from '../common/Waiting';
import { useNamed } from '../common/Words';
import '../forms/forms.css';
import { RemoveButton } from '../forms/RemoveButton';
import { SavedTrial } from './SavedTrial';
import { whereOf } from './where';

export default function SourcesPage() {
  const { t } = useTranslation();
  useTitle(t('sources.title'));
  return (
    <div className="page">
      <div className="page-head head-row">
        <div>
          <h1>{t('sources.title')}</h1>
          <p className="dim">{t('sources.lead')}</p>
        </div>
        <Link className="button primary" to="/exchange/new-source" data-new-source>
          {t('sources.new')}
        </Link>
      </div>
      <KeyGate why={t('sources.keyWhy')}>
        {(forget) => (
          <div className="card pad">
            <p>{forget}</p>
            <Sources />
          </div>
        )}
      </KeyGate>
    </div>
  );
}

function Sources() {
  const { t } = useTranslation();
  const { key } = useAdminKey();
  const sources = useConnections('source', key);
  const connectors = useConnectors('source');
  const tasks = useTasks();
  const named = useNamed();
  useForgetRefusedKey(sources.error);
  if (sources.isPending) return <Waiting lines={6} />;
  if (sources.error) return <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />;
  if (sources.data.length === 0) {
    return (
      <div className="empty">
        <strong>{t('sources.none')}</strong>
        <p>{t('sources.noneHelp')}</p>
      </div>
    );
  }
  const kindOf = ({ connector }: Connection) => {
    const known = connectors.data?.find(({ type }) => type === connector);
    return named(known?.title, known?.titleEn, connector);
  };
  const of = (source: string) => tasks.data?.filter((task) => task.source === source) ?? [];
  return (
    <DataTable
      label={t('sources.title')}
      className="deliveries"
      rows={sources.data}
      keyOf={({ id }) => id}
      columns={[
        { name: 'source', head: t('sources.source'), names: true, cell: ({ id, title }) => <TitleAndId id={id} title={title} /> },
        { name: 'kind', head: t('sources.kind'), cell: kindOf },
        { name: 'where', head: t('sources.where'), className: 'break', cell: ({ settings }) => <code className="small">{whereOf(settings)}</code> },
        {
          name: 'tasks',
          head: t('sources.tasks'),
          cell: ({ id }) => (
            <>
              {of(id).map((task) => (
                <div key={task.id}>
                  <Link to={`/exchange/tasks/${encodeURIComponent(task.id)}`}>{named(task.title, task.titleEn, task.id)}</Link>
                </div>
              ))}
            </>
          ),
        },
        {
          name: 'action',
          head: t('sources.action'),
          className: 'says',
          cell: ({ id, title }) => (
            <div className="actions">
              <Link className="button" aria-label={t('sources.editOf', { what: title ?? id })} to={`/exchange/sources/${encodeURIComponent(id)}`} data-edit={id}>
                {t('sources.edit')}
              </Link>
              <Link className="button" aria-label={t('sources.taskOf', { what: title ?? id })} to={`/exchange/new-task?source=${encodeURIComponent(id)}`}>
                {t('sources.task')}
              </Link>
              <SavedTrial kind="source" id={id} title={title} />
              <RemoveButton kind="source" id={id} title={title} />
            </div>
          ),
        },
      ]}
    />
  );
}
