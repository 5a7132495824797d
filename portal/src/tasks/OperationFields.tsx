import { useTranslation } from 'react-i18next';
import { MISSED, type TaskBody } from '../api/orders';
import { ChoiceField, TextField } from '../forms/Field';
import { LIMITS, type Draft } from './draft';

interface Props {
  draft: Draft;
  faults: Record<string, string>;
  at: (field: string) => string | undefined;
  set: (what: Partial<Draft>) => void;
  say: (what: Partial<TaskBody>) => void;
}

/** Thresholds, limits, retries and priority, folded away. */
export function OperationFields({ draft, faults, at, set, say }: Props) {
  const { t } = useTranslation();
  const text = (name: 'share' | 'refusedRows' | 'attempts' | 'firstSeconds' | 'priority', hint?: string, whole = name as string) => <TextField label={t(`taskForm.${name}`)} hint={hint && t(`taskForm.${hint}`)} value={draft[name]} onChange={(value) => set({ [name]: value })} fault={faults[name] ?? at(whole)} />;
  const fields = ['share', 'refusedRows', 'attempts', 'firstSeconds', 'priority', 'thresholds', 'limits', 'retry', ...LIMITS];
  const filled = draft.refusedRows || draft.attempts || draft.priority || Object.values(draft.limits).some(Boolean);
  return (
    <details className="form-fold" data-group="operation" open={Boolean(filled) || fields.some((name) => at(name)) || undefined}>
      <summary>{t('taskForm.more')}</summary>
      <div className="form-grid">
        {text('share', 'shareHint', 'thresholds')}
        {text('refusedRows')}
        {LIMITS.map((name) => (
          <TextField key={name} label={t(`taskForm.${name}`)} value={draft.limits[name]} onChange={(value) => set({ limits: { ...draft.limits, [name]: value } })} fault={faults[name] ?? faults[`limits.${name}`] ?? (name === 'rows' ? faults.limits : undefined)} />
        ))}
        {text('attempts', undefined, 'retry')}
        {text('firstSeconds')}
        <ChoiceField label={t('taskForm.missed')} value={draft.body.missedRuns ?? 'once'} options={MISSED.map((one) => ({ value: one, label: t(`taskForm.misseds.${one}`) }))} onChange={(missedRuns) => say({ missedRuns })} />
        {text('priority')}
      </div>
    </details>
  );
}
