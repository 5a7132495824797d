import { useTranslation } from 'react-i18next';
import { useNextTimes } from '../api/orders';
import { UnknownYears } from './UnknownYears';
import { useAdminKey } from '../app/AdminKey';
import { instant, spoken } from '../common/format';
import { ChoiceField, TextField, type Option } from '../forms/Field';
import { KINDS, planFault, scheduleOf, UNITS, type Plan, type PlanKind } from './planning';

interface Props {
  plan: Plan;
  faults: Record<string, string>;
  /** Tasks that this one may follow. */
  tasks: Option[];
  onChange: (plan: Plan) => void;
}

/** When a task runs, and in words when next. */
export function PlanFields({ plan, faults, tasks, onChange }: Props) {
  const { t } = useTranslation();
  const set = (field: keyof Plan) => (value: string) => onChange({ ...plan, [field]: value });
  const text = (field: keyof Plan, label: string, hint?: string) => <TextField label={t(`taskForm.${label}`)} hint={hint && t(`taskForm.${hint}`)} value={plan[field]} onChange={set(field)} fault={faults[`plan.${field}`]} />;
  return (
    <>
      <div className="form-grid">
        <ChoiceField label={t('taskForm.kind')} value={plan.kind} options={KINDS.map((kind) => ({ value: kind, label: t(`taskForm.kinds.${kind}`) }))} onChange={(kind) => onChange({ ...plan, kind: kind as PlanKind })} fault={faults.schedule} />
        {plan.kind === 'daily' && text('time', 'time')}
        {plan.kind === 'interval' && (
          <>
            {text('every', 'every')}
            <ChoiceField label={t('taskForm.unit')} value={plan.unit} options={[...(UNITS.includes(plan.unit) ? [] : [plan.unit]), ...UNITS].map((unit) => ({ value: unit, label: UNITS.includes(unit) ? t(`taskForm.units.${unit}`) : 's' }))} onChange={set('unit')} />
          </>
        )}
        {plan.kind === 'working-days' && (
          <>
            {text('times', 'times', 'timesHint')}
            {text('nth', 'nth', 'nthHint')}
          </>
        )}
        {plan.kind === 'cron' && (
          <>
            {text('cron', 'cron', 'cronHint')}
            {text('zone', 'zone')}
          </>
        )}
        {plan.kind === 'arrival' && text('look', 'look')}
        {plan.kind === 'after' && <ChoiceField label={t('taskForm.afterTask')} value={plan.task} options={[{ value: '', label: t('form.none') }, ...tasks]} onChange={set('task')} fault={faults['plan.task']} />}
      </div>
      <p role="status" className="dim" data-next>
        <Next plan={plan} tasks={tasks} />
      </p>
    </>
  );
}

/** When next, in words. */
function Next({ plan, tasks }: { plan: Plan; tasks: Option[] }) {
  const { t, i18n } = useTranslation();
  const { key } = useAdminKey();
  const whole = planFault(plan) === undefined;
  const timed = whole && plan.kind !== 'manual' && plan.kind !== 'arrival' && plan.kind !== 'after';
  const next = useNextTimes(timed ? scheduleOf(plan) : undefined, key);
  if (plan.kind === 'manual') return t('taskForm.nextManual');
  if (!whole) return t('taskForm.nextUnknown');
  if (plan.kind === 'arrival') return t('taskForm.nextArrival');
  if (plan.kind === 'after') return t('taskForm.nextAfter', { task: tasks.find(({ value }) => value === plan.task)?.label ?? plan.task });
  if (next.error) return <span className="bad">{spoken(next.error.message, i18n.language)}</span>;
  if (!next.data) return t('app.loading');
  return (
    <>
      {t('taskForm.next')}
      {next.data.next.map(instant).join(' · ')}
      <UnknownYears years={next.data.unknownYears} />
    </>
  );
}
