import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { getFile } from '../api/client';
import type { Run } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';

/** Hands out refused rows, which may tell of persons, to whoever has the key. */
export function RefusedRows({ run, dataset, label, children }: { run: Run; dataset?: string; label?: string; children: ReactNode }) {
  const { ask } = useAdminKey();
  const fetching = useMutation({
    mutationFn: async (key: string) => {
      const path = `/api/v1/runs/${encodeURIComponent(run.id)}/quarantine`;
      save(await getFile(dataset ? `${path}?dataset=${encodeURIComponent(dataset)}` : path, key), `quarantine-${run.id}.csv`);
    },
  });
  useForgetRefusedKey(fetching.error);
  const click = async () => {
    const key = await ask();
    if (key) fetching.mutate(key);
  };
  return (
    <>
      <Button busy={fetching.isPending} aria-label={label} onClick={() => void click()} data-quarantine>
        {children}
      </Button>
      {fetching.error && <ErrorState error={fetching.error} />}
    </>
  );
}

function save(file: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
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
