import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useTasks } from '../api/hooks';
import type { Run, Task } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { OpenOnly } from '../app/OpenOnly';
import { Button } from '../common/Button';
import { DataTable } from '../common/DataTable';
import { ErrorState } from '../common/ErrorState';
import { instant, number } from '../common/format';
import { useTitle } from '../common/useTitle';
import { Waiting } from '../common/Waiting';
import { Named } from '../common/Words';
import { RunState } from '../runs/RunState';
import { Alerts } from './Alerts';
import { Planned } from './Planned';
import { TaskActions } from './TaskActions';
import { TaskState } from './TaskState';
import '../forms/forms.css';
import '../runs/runs.css';

export default function TasksPage() {
  const { t } = useTranslation();
  useTitle(t('tasks.title'));
  const { known, forget } = useAdminKey();
  const tasks = useTasks();
  return (
    <div className="page">
      <div className="page-head head-row">
        <div>
          <h1>{t('tasks.title')}</h1>
          <p className="dim">{t('tasks.lead')}</p>
          <OpenOnly />
        </div>
        <Link className="button primary" to="/exchange/new-task" data-new-task>
          {t('taskForm.new')}
        </Link>
      </div>
      <Alerts />
      <div className="card pad">
        {known && <Button onClick={forget}>{t('key.forget')}</Button>}
        {tasks.isPending && <Waiting lines={6} />}
        {tasks.isError && <ErrorState error={tasks.error} onRetry={() => void tasks.refetch()} />}
        {!tasks.isError && tasks.data?.length === 0 && (
          <div className="empty">
            <strong>{t('tasks.none')}</strong>
            <p>{t('tasks.noneHelp')}</p>
          </div>
        )}
        {!tasks.isError && tasks.data && tasks.data.length > 0 && (
          <DataTable
            label={t('tasks.table')}
            rows={tasks.data}
            keyOf={({ id }) => id}
            columns={[
              { name: 'task', head: t('tasks.task'), names: true, cell: (task) => <TaskName task={task} /> },
              { name: 'state', head: t('tasks.state'), cell: (task) => <TaskState task={task} /> },
              { name: 'last', head: t('tasks.last'), cell: ({ lastRun }) => (lastRun ? <LastRun run={lastRun} /> : <span className="dim">{t('tasks.never')}</span>) },
              { name: 'action', head: t('tasks.action'), cell: (task) => <TaskActions task={task} /> },
              { name: 'route', head: t('tasks.route'), cell: (task) => <Route task={task} /> },
              { name: 'schedule', head: t('tasks.schedule'), cell: (task) => <Planned task={task} /> },
            ]}
          />
        )}
      </div>
    </div>
  );
}

function TaskName({ task }: { task: Task }) {
  const { t } = useTranslation();
  return (
    <>
      <Named zh={task.title} en={task.titleEn} fallback={task.id} />
      <div className="dim small">
        <code>{task.id}</code> · <Link to={`/exchange/runs?task=${encodeURIComponent(task.id)}`}>{t('tasks.runs')}</Link> · <Link to={`/exchange/tasks/${encodeURIComponent(task.id)}`}>{t('sources.edit')}</Link> · <Link to={`/exchange/reconciliations?task=${encodeURIComponent(task.id)}`}>{t('nav.reconciliations')}</Link>
      </div>
    </>
  );
}

/** A delivery of several tables makes several datasets, a harvest makes entries: only a dataset that is known to exist is a link. */
function Route({ task: { source, dataset, lastRun } }: { task: Task }) {
  const { t } = useTranslation();
  const made = lastRun?.tables?.filter(({ version }) => version) ?? [];
  const target = made.find((one) => one.dataset === dataset);
  return (
    <>
      {source} → {target ? <Link to={`/datasets/${encodeURIComponent(target.dataset ?? '')}`}>{dataset}</Link> : dataset}
      {!target && made.length > 1 && <div className="dim small">{t('tasks.several', { n: made.length })}</div>}
    </>
  );
}

function LastRun({ run }: { run: Run }) {
  const { t } = useTranslation();
  return (
    <>
      <RunState run={run} /> <Link to={`/exchange/runs/${encodeURIComponent(run.id)}`}>{instant(run.startedAt ?? run.queuedAt)}</Link>
      <div className="dim small">
        {t('runs.read')} {number(run.read)} · {t('runs.refused')} {number(run.refused)} · {t('runs.published')} {number(run.published)}
      </div>
    </>
  );
}
