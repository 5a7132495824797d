import { useTranslation } from 'react-i18next';
import type { RunError } from '../api/types';

/** What went wrong, in the words of the hub, and who can mend it. */
export function RunTrouble({ error }: { error: RunError }) {
  const { t } = useTranslation();
  return (
    <section className="card pad trouble" aria-labelledby="trouble-title">
      <h2 id="trouble-title">{t('runs.errorTitle')}</h2>
      <p className="break">{error.message ?? error.code}</p>
      <h3>{t('runs.act')}</h3>
      <p>{t(`runs.kinds.${error.kind ?? 'hub'}`)}</p>
      <p className="dim">
        {t('error.code')}
        <code>{error.code}</code>
      </p>
    </section>
  );
}
