import { useTranslation } from 'react-i18next';
import type { RunError } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { Button } from '../common/Button';

/** Codes of deliveries that somebody here can help to read, too. */
const READABLE = ['ENCODING_DOUBTFUL', 'ENCODING_BROKEN', 'FORMAT_UNKNOWN'] as const;

/** What went wrong, in the words of the hub, and who can mend it. */
export function RunTrouble({ error }: { error: RunError }) {
  const { t } = useTranslation();
  const { ask } = useAdminKey();
  const readable = READABLE.find((code) => code === error.code);
  return (
    <section className="card pad trouble" aria-labelledby="trouble-title">
      <h2 id="trouble-title">{t('runs.errorTitle')}</h2>
      <p className="break">{error.message ?? error.code}</p>
      {error.withheld && (
        <p className="dim">
          {t('error.withheld')} <Button onClick={() => void ask(true)}>{t('runs.showValues')}</Button>
        </p>
      )}
      <h3>{t('runs.act')}</h3>
      {readable && <p>{t(`runs.declare.${readable}`)}</p>}
      <p>{t(readable ? 'runs.orProvider' : `runs.kinds.${error.kind ?? 'hub'}`)}</p>
      <p className="dim">
        {t('error.code')}
        <code>{error.code}</code>
      </p>
    </section>
  );
}
