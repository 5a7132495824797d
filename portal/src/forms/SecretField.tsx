import { useTranslation } from 'react-i18next';
import { Button } from '../common/Button';
import { KEPT } from './schema';
import type { Wired } from './Field';

interface Props {
  wired: Wired;
  value: string;
  /** A secret is saved already: it can be kept or replaced, never read. */
  saved: boolean;
  multiline?: boolean;
  /** What the buttons speak of. */
  what: string;
  onChange: (value: string) => void;
}

/** A secret is written, never read. */
export function SecretField({ wired, value, saved, multiline, what, onChange }: Props) {
  const { t } = useTranslation();
  if (value === KEPT) {
    return (
      <div className="secret-kept">
        <span id={wired.id} className="tag">
          {t('form.secretKept')}
        </span>
        <Button className="small" aria-label={t('form.secretReplaceOf', { what })} onClick={() => onChange('')}>
          {t('form.secretReplace')}
        </Button>
      </div>
    );
  }
  const common = { ...wired, autoComplete: 'new-password', spellCheck: false, value };
  return (
    <div className="secret">
      {multiline ? <textarea {...common} rows={4} className="input area" onChange={(event) => onChange(event.target.value)} /> : <input {...common} type="password" className="input" onChange={(event) => onChange(event.target.value)} />}
      {saved && <span className="dim small">{t('form.secretGone')}</span>}
      {saved && (
        <Button className="small" aria-label={t('form.secretKeepOf', { what })} onClick={() => onChange(KEPT)}>
          {t('form.secretKeep')}
        </Button>
      )}
    </div>
  );
}
