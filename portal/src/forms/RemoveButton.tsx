import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForgetRemoved, useRemoval, type PublishedData, type Removable } from '../api/removal';
import { useWithKey } from '../app/useWithKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';
import { spoken } from '../common/format';

const ConfirmDialog = lazy(() => import('../common/ConfirmDialog'));
const DATA: PublishedData[] = ['keep', 'withdraw'];

/** Removes a source, a task or a target, after saying what goes and what stays; of a task, what becomes of its data has to be chosen. */
export function RemoveButton({ kind, id, title }: { kind: Removable; id: string; title?: string }) {
  const { t, i18n } = useTranslation();
  const removal = useRemoval(kind);
  const forget = useForgetRemoved(kind);
  const withKey = useWithKey(removal.error);
  const [asking, setAsking] = useState(false);
  const [data, setData] = useState<PublishedData>();
  const what = title ?? id;
  const close = (yes: boolean) => {
    setAsking(false);
    if (yes) void withKey((key) => removal.mutate({ id, data, key }, { onSuccess: ({ notes }) => void (notes?.length || forget()) }));
  };
  const ask = () => {
    removal.reset();
    setData(undefined);
    setAsking(true);
  };
  if (removal.data) {
    return (
      <div role="status" className="note">
        <p>{t('removal.done')}</p>
        {removal.data.notes?.map((note) => <p key={note}>{spoken(note, i18n.language)}</p>)}
        <Button onClick={() => void forget()}>{t('removal.ok')}</Button>
      </div>
    );
  }
  return (
    <>
      <Button look="danger" busy={removal.isPending} aria-label={t('deliveries.removeOf', { what })} data-remove={id} onClick={ask}>
        {t('deliveries.remove')}
      </Button>
      {asking && (
        <Suspense>
          <ConfirmDialog title={t(`removal.${kind}.title`, { what })} ok={t('deliveries.remove')} ready={kind !== 'task' || data !== undefined} onClose={close}>
            <p>{t(`removal.${kind}.goes`)}</p>
            <p>{t(`removal.${kind}.stays`)}</p>
            {kind === 'task' && (
              <fieldset className="form-radios">
                <legend>{t('removal.data')}</legend>
                {DATA.map((choice) => (
                  <label key={choice}>
                    <input type="radio" name="published-data" value={choice} checked={data === choice} onChange={() => setData(choice)} /> {t(`removal.${choice}`)}
                  </label>
                ))}
              </fieldset>
            )}
          </ConfirmDialog>
        </Suspense>
      )}
      {removal.error && <ErrorState error={removal.error} />}
    </>
  );
}
