import { useTranslation } from 'react-i18next';
import { useAdminKey } from './AdminKey';

/** Says that a list leaves out what belongs to datasets that are not open, and lets the key be entered; nothing once the key is there. */
export function OpenOnly({ words }: { words?: string }) {
  const { t } = useTranslation();
  const { known, ask } = useAdminKey();
  if (known) return null;
  return (
    <p className="dim small" data-open-only>
      {words ?? t('key.openOnly')}{' '}
      <button type="button" className="quiet" onClick={() => void ask(true)}>
        {t('key.enter')}
      </button>
    </p>
  );
}
