import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Tagged } from '../api/client';
import { DRIFTS, MERGES, useSaveTask, type MergeMode, type TaskBody } from '../api/orders';
import type { Connection } from '../api/sources';
import type { Task } from '../api/types';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';
import { useNamed } from '../common/Words';
import { ChoiceField, TextField, type Option } from '../forms/Field';
import { useFaults } from '../forms/useFaults';
import { IdField } from '../forms/IdField';
import { isSavedMeanwhile, SavedMeanwhile } from '../forms/SavedMeanwhile';
import { choiceOf, freeId, idFault } from '../forms/ids';
import { ColumnsEditor } from './ColumnsEditor';
import { DescriptionFields } from './DescriptionFields';
import { bodyOf, draftOf, numberFaults, type Draft } from './draft';
import { OperationFields } from './OperationFields';
import { planFault } from './planning';
import { PlanFields } from './PlanFields';

interface Props {
  sources: Connection[];
  tasks: Task[];
  /** The task that is edited; absent for a new one. */
  edited?: Tagged<TaskBody>;
  /** The source that a new task is for. */
  source?: string;
  adminKey: string;
  /** Begins again with what is saved now. */
  onReload: () => void;
}

/** Sources that know the key of their rows. */
const KEYED = ['cdc'];
const FIELDS = ['id', 'source', 'dataset', 'title', 'schedule', 'merge', 'schema', 'limits', 'retry', 'priority', 'thresholds'];
const FRESH: TaskBody = { id: '', source: '', themes: ['ZH'], updateCycle: 'IRREGULAR', access: 'PUBLIC', drift: 'follow', missedRuns: 'once', merge: { mode: 'replace' } };

export function TaskForm({ sources, tasks, edited: given, source, adminKey, onReload }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const named = useNamed();
  // What the form began with: what is read later is not what was edited.
  const [{ body: edited, tag }] = useState<Partial<Tagged<TaskBody>>>(given ?? {});
  const [draft, setDraft] = useState<Draft>(() => draftOf(edited ?? { ...FRESH, source: sources.find(({ id }) => id === source)?.id ?? sources[0]?.id ?? '' }));
  const [ownId, setId] = useState<string>();
  const save = useSaveTask();
  useForgetRefusedKey(save.error);
  const { form, faults, rest, check } = useFaults(save.error, (field) => FIELDS.includes(field.split('.')[0] ?? ''));
  const at = (field: string) => faults[field] ?? Object.entries(faults).find(([name]) => name.startsWith(`${field}.`))?.[1];

  const { body } = draft;
  const set = (what: Partial<Draft>) => setDraft({ ...draft, ...what });
  const say = (what: Partial<TaskBody>) => set({ body: { ...body, ...what } });
  const taken = tasks.map(({ id }) => id);
  const id = edited?.id ?? ownId ?? freeId(body.source, body.source, taken);
  const knowsKey = KEYED.includes(sources.find((one) => one.id === body.source)?.connector ?? '');
  const mode = body.merge?.mode ?? 'replace';
  const keyless = mode === 'upsert' && !knowsKey && !body.schema?.key?.length && !body.schemas;

  const wrong = (): Record<string, string> => {
    const found = numberFaults(draft);
    const plan = planFault(draft.plan);
    if (plan) found[`plan.${plan.field}`] = plan.fault;
    const words = Object.fromEntries(Object.entries(found).map(([field, fault]) => [field, t(`taskForm.faults.${fault}`)]));
    if (!body.title?.trim()) words.title = t('form.faults.required');
    const ofId = edited ? undefined : idFault(id, taken);
    if (ofId) words.id = t(`form.faults.${ofId}`);
    if (keyless) words.schema = t('taskForm.faults.key');
    return words;
  };
  const [runs, setRuns] = useState(false);
  const submit = (run: boolean, seen = tag) => {
    setRuns(run);
    save.reset();
    if (!check(wrong())) return;
    save.mutate({ body: { ...bodyOf(draft), id }, run, seen, key: adminKey }, { onSuccess: (started) => void navigate(started ? `/exchange/runs/${encodeURIComponent(started.id)}` : '/exchange/tasks') });
  };

  return (
    <form
      ref={form}
      noValidate
      className="form"
      onSubmit={(event) => event.preventDefault()}
    >
      <section className="card pad" aria-labelledby="dataset">
        <h2 id="dataset">{t('taskForm.dataset')}</h2>
        <div className="form-grid">
          <ChoiceField label={t('taskForm.source')} value={body.source} options={sources.map(choiceOf)} onChange={(chosen) => say({ source: chosen })} fault={at('source')} />
          <TextField label={t('form.title')} required value={body.title ?? ''} hint={t('taskForm.titleHint')} onChange={(title) => say({ title })} fault={at('title')} />
          <IdField id={id} fixed={edited !== undefined} fault={at('id')} onChange={setId} />
        </div>
        <DescriptionFields body={body} keywords={draft.keywords} datasetFault={at('dataset')} say={say} sayKeywords={(keywords) => set({ keywords })} />
      </section>

      <section className="card pad" aria-labelledby="merge">
        <h2 id="merge">{t('taskForm.merge')}</h2>
        <Radios name="merge" label={t('taskForm.merge')} value={mode} options={MERGES.map((one) => ({ value: one, label: t(`taskForm.merges.${one}`) }))} onChange={(chosen) => say({ merge: { ...body.merge, mode: chosen as MergeMode } })} />
        {at('merge') && <p className="form-fault">{at('merge')}</p>}
        {mode === 'upsert' && (
          <>
            <p className="dim">{t(knowsKey ? 'taskForm.ownKey' : 'taskForm.needsKey')}</p>
            <details className="form-fold" open={Boolean(body.merge?.deletes ?? body.merge?.order) || undefined}>
              <summary>
                {t('taskForm.deletes')} · {t('taskForm.order')}
              </summary>
              <div className="form-grid">
                <TextField label={t('taskForm.deletes')} hint={t('taskForm.deletesHint')} value={body.merge?.deletes?.column ?? ''} onChange={(column) => say({ merge: { ...body.merge, mode, deletes: { column } } })} />
                <TextField label={t('taskForm.deleteValues')} value={draft.deleteValues} onChange={(deleteValues) => set({ deleteValues })} />
                <TextField label={t('taskForm.order')} hint={t('taskForm.orderHint')} value={body.merge?.order ?? ''} onChange={(order) => say({ merge: { ...body.merge, mode, order } })} />
              </div>
            </details>
          </>
        )}
        <h3>{t('taskForm.columns')}</h3>
        <ColumnsEditor source={body.source} adminKey={adminKey} schema={body.schema} fault={at('schema')} onChange={(schema) => say({ schema })} />
      </section>

      <section className="card pad" aria-labelledby="schedule">
        <h2 id="schedule">{t('taskForm.schedule')}</h2>
        <PlanFields plan={draft.plan} faults={{ ...faults, ...(at('schedule') ? { schedule: at('schedule') ?? '' } : {}) }} tasks={tasks.filter((task) => task.id !== id).map((task) => ({ value: task.id, label: named(task.title, task.titleEn, task.id) }))} onChange={(plan) => set({ plan })} />
      </section>

      <section className="card pad" aria-labelledby="drift">
        <h2 id="drift">{t('taskForm.safeguards')}</h2>
        <div className="form-grid">
          <ChoiceField wide label={t('taskForm.drift')} value={body.drift ?? 'follow'} options={DRIFTS.map((one) => ({ value: one, label: t(`taskForm.drifts.${one}`) }))} onChange={(drift) => say({ drift })} />
        </div>
        <OperationFields draft={draft} faults={faults} at={at} set={set} say={say} />
      </section>

      {edited && isSavedMeanwhile(rest) ? (
        <SavedMeanwhile path={`/api/v1/tasks/${encodeURIComponent(edited.id)}`} adminKey={adminKey} began={edited} busy={save.isPending} onReplace={(now) => submit(runs, now)} onReload={onReload} />
      ) : (
        rest && <ErrorState error={rest} />
      )}
      <div className="form-actions">
        <Button look="primary" busy={save.isPending} data-save="run" onClick={() => submit(true)}>
          {t('taskForm.saveAndRun')}
        </Button>
        <Button busy={save.isPending} data-save="only" onClick={() => submit(false)}>
          {t('taskForm.save')}
        </Button>
      </div>
    </form>
  );
}

/** One of a few, each with a sentence of its own. */
function Radios({ name, label, value, options, onChange }: { name: string; label: string; value: string; options: Option[]; onChange: (value: string) => void }) {
  return (
    <fieldset className="form-radios">
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} value={option.value} checked={value === option.value} onChange={() => onChange(option.value)} /> {option.label}
        </label>
      ))}
    </fieldset>
  );
}
