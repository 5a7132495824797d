import { useTranslation } from 'react-i18next';
import { useSavedTrial, type Kind } from '../api/sources';
import { useWithKey } from '../app/useWithKey';
import { Button } from '../common/Button';
import { Checklist } from '../common/Checklist';
import { ErrorState } from '../common/ErrorState';

/** Tries out what is saved, and tells what it found below the button. */
export function SavedTrial({ kind, id, title }: { kind: Kind; id: string; title?: string }) {
  const { t } = useTranslation();
  const trial = useSavedTrial(kind);
  const withKey = useWithKey(trial.error);
  const works = trial.data?.passed;
  return (
    <>
      <Button busy={trial.isPending} aria-label={t('trial.testOf', { what: title ?? id })} data-test={id} onClick={() => void withKey((key) => trial.mutate({ id, key }))}>
        {t('trial.test')}
      </Button>
      <div role="status" className="small">
        {trial.data && (
          <span className={`state state-${works ? 'good' : 'bad'}`}>
            <span aria-hidden="true">{works ? '✓' : '✕'}</span> {t(`${kind}Form.${works ? 'works' : 'fails'}`)}
          </span>
        )}
        {trial.data?.checks && <Checklist checks={trial.data.checks} />}
      </div>
      {trial.error && <ErrorState error={trial.error} />}
    </>
  );
}
