import { useTranslation } from 'react-i18next';
import { useStopRun } from '../api/hooks';
import type { Run } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';

export function StopRun({ run }: { run: Run }) {
  const { t } = useTranslation();
  const { ask } = useAdminKey();
  const stop = useStopRun();
  useForgetRefusedKey(stop.error);
  const click = async () => {
    const key = await ask();
    if (key) stop.mutate({ run: run.id, key });
  };
  return (
    <div>
      <Button look="danger" busy={stop.isPending} disabled={run.status === 'stopping'} onClick={() => void click()}>
        {t('runs.stop')}
      </Button>
      {stop.isSuccess && <span role="status"> {t('runs.stopSent')}</span>}
      {stop.error && <ErrorState error={stop.error} />}
    </div>
  );
}
