import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getTagged, Problem } from '../api/client';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';
import { differences } from './differences';

interface Props {
  /** Where what is edited is read. */
  path: string;
  adminKey: string;
  /** What the form began with. */
  began: object;
  busy: boolean;
  /** Saves what was typed over the state that is shown. */
  onReplace: (tag: string | undefined) => void;
  /** Begins again with what is saved. */
  onReload: () => void;
}

export const isSavedMeanwhile = (error: Error | null) => error instanceof Problem && error.status === 412 && error.field === undefined;

/** Somebody else has saved what is being edited: what they changed, and the two ways to go on. What was typed stays until one is chosen. */
export function SavedMeanwhile({ path, adminKey, began, busy, onReplace, onReload }: Props) {
  const { t } = useTranslation();
  const now = useQuery({ queryKey: ['meanwhile', path], queryFn: ({ signal }) => getTagged<object>(path, signal, adminKey), retry: false, gcTime: 0, refetchOnWindowFocus: false });
  const gone = now.error instanceof Problem && now.error.status === 404;
  const changed = now.data ? differences(began, now.data.body) : [];
  return (
    <section className="error-state" role="alert" data-meanwhile>
      <strong>{t(gone ? 'meanwhile.gone' : 'meanwhile.title')}</strong>
      <p>{t(gone ? 'meanwhile.goneText' : 'meanwhile.text')}</p>
      {now.error && !gone && <ErrorState error={now.error} onRetry={() => void now.refetch()} />}
      {now.data && changed.length === 0 && <p>{t('meanwhile.nothing')}</p>}
      {changed.length > 0 && (
        <table className="meanwhile">
          <thead>
            <tr>
              <th scope="col">{t('meanwhile.field')}</th>
              <th scope="col">{t('meanwhile.was')}</th>
              <th scope="col">{t('meanwhile.is')}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map(({ field, was, is }) => (
              <tr key={field}>
                <th scope="row">
                  <code>{field}</code>
                </th>
                <td>{was}</td>
                <td>{is}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {(now.data ?? gone) && (
        <div className="form-actions">
          <Button busy={busy} onClick={() => onReplace(now.data?.tag)} data-replace>
            {t(gone ? 'meanwhile.anew' : 'meanwhile.replace')}
          </Button>
          {!gone && (
            <Button onClick={onReload} data-reload>
              {t('meanwhile.reload')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
