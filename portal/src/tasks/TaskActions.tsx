import { useTranslation } from 'react-i18next';
import { useOperation } from '../api/hooks';
import type { Task } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';
import { RemoveButton } from '../forms/RemoveButton';
import { StartRun } from './StartRun';

/** Run now, pause or resume, try again what gave up, and remove. */
export function TaskActions({ task }: { task: Task }) {
  const { t } = useTranslation();
  const { ask } = useAdminKey();
  const operation = useOperation();
  useForgetRefusedKey(operation.error);
  const what = task.title ?? task.id;
  const act = async (path: string) => {
    const key = await ask();
    if (key) operation.mutate({ path, key });
  };
  const id = encodeURIComponent(task.id);
  const paused = task.operation?.paused === true;
  return (
    <div className="actions">
      <StartRun task={task} />
      {(paused || task.schedule) && (
        <Button busy={operation.isPending} aria-label={t(paused ? 'tasks.resumeOf' : 'tasks.pauseOf', { what })} onClick={() => void act(`/api/v1/tasks/${id}/${paused ? 'resume' : 'pause'}`)}>
          {t(paused ? 'tasks.resume' : 'tasks.pause')}
        </Button>
      )}
      {task.operation?.deadLetter && (
        <Button busy={operation.isPending} aria-label={t('tasks.againOf', { what })} onClick={() => void act(`/api/v1/dead-letters/${id}/retry`)}>
          {t('tasks.again')}
        </Button>
      )}
      <RemoveButton kind="task" id={task.id} title={task.title} />
      {operation.error && <ErrorState error={operation.error} />}
    </div>
  );
}
