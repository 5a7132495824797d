import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useStartRun } from '../api/hooks';
import type { Task } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';

export function StartRun({ task }: { task: Task }) {
  const { t } = useTranslation();
  const { ask } = useAdminKey();
  const start = useStartRun();
  useForgetRefusedKey(start.error);
  const click = async () => {
    const key = await ask();
    if (key) start.mutate({ task: task.id, key });
  };
  return (
    <>
      <Button busy={start.isPending} aria-label={t('tasks.startOf', { what: task.title ?? task.id })} data-start={task.id} onClick={() => void click()}>
        {t('tasks.start')}
      </Button>
      {start.data && (
        <div role="status" className="small">
          <Link to={`/exchange/runs/${encodeURIComponent(start.data.id)}`}>{t('tasks.started')}</Link>
        </div>
      )}
      {start.error && <ErrorState error={start.error} />}
    </>
  );
}
