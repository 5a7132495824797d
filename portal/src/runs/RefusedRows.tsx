import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { address } from '../api/client';
import { useFile } from '../api/files';
import type { Run } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { useWithKey } from '../app/useWithKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';

/** Hands out refused rows, which may tell of persons, to whoever has the key. */
export function RefusedRows({ run, dataset, label, children }: { run: Run; dataset?: string; label?: string; children: ReactNode }) {
  const file = useFile();
  const withKey = useWithKey(file.error);
  const path = address(`/api/v1/runs/${encodeURIComponent(run.id)}/quarantine`, { dataset });
  return (
    <>
      <Button busy={file.isPending} aria-label={label} onClick={() => void withKey((key) => file.mutate({ path, name: `quarantine-${run.id}.csv`, key }))} data-quarantine>
        {children}
      </Button>
      {file.error && <ErrorState error={file.error} />}
    </>
  );
}

/** Says that the samples came without their values, and asks for the key that shows them. */
export function ValuesWithheld({ run, refused }: { run: Run; refused: boolean }) {
  const { t } = useTranslation();
  const { ask } = useAdminKey();
  if (!run.valuesWithheld) return null;
  return (
    <div className="note values-withheld" data-values-withheld>
      <p>{t('runs.valuesWithheld')}</p>
      {refused && <p role="alert">{t('error.refused')}</p>}
      <Button onClick={() => void ask(true)}>{t('runs.showValues')}</Button>
    </div>
  );
}
