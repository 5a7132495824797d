import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useTasks } from '../api/hooks';
import type { Task } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';
import { instant, number } from '../common/format';
import { ScrollRegion } from '../common/ScrollRegion';
import { useTitle } from '../common/useTitle';
import { Waiting } from '../common/Waiting';
import { Named } from '../common/Words';
import { RunState } from '../runs/RunState';
import { scheduleText } from './schedule';
import { StartRun } from './StartRun';
import '../runs/runs.css';

export default function TasksPage() {
  const { t } = useTranslation();
  useTitle(t('tasks.title'));
  const { known, forget } = useAdminKey();
  const tasks = useTasks();
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('tasks.title')}</h1>
        <p className="dim">{t('tasks.lead')}</p>
      </div>
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
          <ScrollRegion label={t('tasks.table')}>
            <table className="data">
              <caption className="unseen">{t('tasks.table')}</caption>
              <thead>
                <tr>
                  {['task', 'route', 'schedule', 'last', 'action'].map((head) => (
                    <th key={head} scope="col">
                      {t(`tasks.${head}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {tasks.data.map((task) => (
                  <TaskRow key={task.id} task={task} />
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        )}
      </div>
    </div>
  );
}

function TaskRow({ task }: { task: Task }) {
  const { t } = useTranslation();
  const { lastRun: run } = task;
  return (
    <tr>
      <th scope="row">
        <Named zh={task.title} en={task.titleEn} fallback={task.id} />
        <div className="dim small">
          <code>{task.id}</code> · <Link to={`/exchange/runs?task=${encodeURIComponent(task.id)}`}>{t('tasks.runs')}</Link>
        </div>
      </th>
      <td>
        {task.source} → {task.dataset ? <Link to={`/datasets/${encodeURIComponent(task.dataset)}`}>{task.dataset}</Link> : ''}
      </td>
      <td>{scheduleText(task.schedule, t('tasks.manual'))}</td>
      <td>
        {run ? (
          <>
            <RunState run={run} /> <Link to={`/exchange/runs/${encodeURIComponent(run.id)}`}>{instant(run.startedAt)}</Link>
            <div className="dim small">
              {t('runs.read')} {number(run.read)} · {t('runs.refused')} {number(run.refused)} · {t('runs.published')} {number(run.published)}
            </div>
          </>
        ) : (
          <span className="dim">{t('tasks.never')}</span>
        )}
      </td>
      <td>
        <StartRun task={task} />
      </td>
    </tr>
  );
}
