import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useTasks } from '../api/hooks';
import { useTaskBody } from '../api/orders';
import { useConnections } from '../api/sources';
import { useAdminKey } from '../app/AdminKey';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { ErrorState } from '../common/ErrorState';
import { Waiting } from '../common/Waiting';
import { FormPage } from '../forms/FormPage';
import { TaskForm } from './TaskForm';

/** A new task, or one that is edited. */
export default function TaskPage() {
  const { id } = useParams();
  const [search] = useSearchParams();
  return (
    <FormPage words="taskForm" id={id} home="/exchange/tasks">
      <Loaded id={id} source={search.get('source') ?? undefined} />
    </FormPage>
  );
}

function Loaded({ id, source }: { id?: string; source?: string }) {
  const { t } = useTranslation();
  const { key = '' } = useAdminKey();
  const sources = useConnections('source', key);
  const tasks = useTasks();
  const edited = useTaskBody(id, key);
  const [begun, setBegun] = useState(0);
  const error = sources.error ?? tasks.error ?? edited.error;
  useForgetRefusedKey(sources.error);
  if (error) return <ErrorState error={error} onRetry={() => void Promise.all([sources.refetch(), tasks.refetch()])} />;
  if (!sources.data || !tasks.data || (id !== undefined && !edited.data)) return <Waiting lines={8} />;
  if (sources.data.length === 0) {
    return (
      <div className="card pad empty">
        <p>{t('taskForm.noSource')}</p>
        <Link className="button primary" to="/exchange/new-source">
          {t('taskForm.newSource')}
        </Link>
      </div>
    );
  }
  const reload = () => void edited.refetch().then(() => setBegun(begun + 1));
  return <TaskForm key={begun} sources={sources.data} tasks={tasks.data} edited={edited.data} source={source} adminKey={key} onReload={reload} />;
}
