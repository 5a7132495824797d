import { useTranslation } from 'react-i18next';
import { TextField } from './Field';

/** The id of a new thing; that of an edited one stays. */
export function IdField({ id, fixed, fault, onChange }: { id: string; fixed: boolean; fault?: string; onChange: (id: string) => void }) {
  const { t } = useTranslation();
  if (!fixed) return <TextField label={t('form.id')} required value={id} hint={t('form.idHint')} fault={fault} onChange={onChange} />;
  return (
    <div className="form-field">
      <span className="form-label">{t('form.id')}</span>
      <code>{id}</code>
    </div>
  );
}
