import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Subscription } from '../api/deliveries';
import { useSaveSubscription } from '../api/orders';
import type { Connection, Connector } from '../api/sources';
import type { DatasetItem } from '../api/types';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';
import { useNamed } from '../common/Words';
import { ChoiceField, Field, TextField } from '../forms/Field';
import { useFaults } from '../forms/useFaults';
import { IdField } from '../forms/IdField';
import { choiceOf, freeId, idFault } from '../forms/ids';
import { wordsOf } from '../tasks/draft';

interface Props {
  connectors: Connector[];
  targets: Connection[];
  /** Those that are offered; any other may be named. */
  datasets: DatasetItem[];
  taken: string[];
  edited?: Subscription;
  target?: string;
  adminKey: string;
}

const FIELDS = ['id', 'dataset', 'target', 'mode', 'place', 'key'];

export function SubscriptionForm({ connectors, targets, datasets, taken, edited, target: wished, adminKey }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const navigate = useNavigate();
  const [dataset, setDataset] = useState(edited?.dataset ?? datasets[0]?.id ?? '');
  const [target, setTarget] = useState(edited?.target ?? targets.find(({ id }) => id === wished)?.id ?? targets[0]?.id ?? '');
  const [title, setTitle] = useState(edited?.title ?? '');
  const [ownId, setId] = useState<string>();
  const [ownMode, setMode] = useState<string>(edited?.mode ?? 'replace');
  const [ownPlace, setPlace] = useState(edited?.place);
  const [columns, setColumns] = useState((edited?.key ?? []).join('，'));
  const save = useSaveSubscription();
  useForgetRefusedKey(save.error);
  const { form, faults, rest, check } = useFaults(save.error, (field) => FIELDS.includes(field));

  const modes = connectors.find(({ type }) => type === targets.find(({ id }) => id === target)?.connector)?.modes ?? ['replace'];
  const mode = modes.includes(ownMode) ? ownMode : (modes.find((one) => one === 'replace') ?? modes[0] ?? 'replace');
  const place = ownPlace ?? dataset.replaceAll('-', '_');
  const id = edited?.id ?? ownId ?? freeId(`${dataset}-to-${target}`, 'subscription', taken);

  const submit = () => {
    save.reset();
    const wrong: Record<string, string> = {};
    const ofId = edited ? undefined : idFault(id, taken);
    if (ofId) wrong.id = t(`form.faults.${ofId}`);
    if (!dataset.trim()) wrong.dataset = t('form.faults.required');
    if (!place.trim()) wrong.place = t('form.faults.required');
    if (!check(wrong)) return;
    const body = { id, title: title.trim() || id, dataset: dataset.trim(), target, mode, place: place.trim(), key: wordsOf(columns), paused: edited?.paused };
    save.mutate({ body, key: adminKey }, { onSuccess: () => void navigate('/exchange/deliveries') });
  };
  return (
    <form
      ref={form}
      noValidate
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <section className="card pad" aria-labelledby="what">
        <h2 id="what">{t('subscriptionForm.what')}</h2>
        <div className="form-grid">
          <Field label={t('subscriptionForm.dataset')} required fault={faults.dataset}>
            {(wired) => (
              <>
                <input {...wired} className="input" list="datasets" value={dataset} autoComplete="off" onChange={(event) => setDataset(event.target.value)} />
                <datalist id="datasets">
                  {datasets.map((one) => (
                    <option key={one.id} value={one.id}>
                      {named(one.title, one.titleEn, one.id)}
                    </option>
                  ))}
                </datalist>
              </>
            )}
          </Field>
          <ChoiceField label={t('subscriptionForm.target')} value={target} options={targets.map(choiceOf)} onChange={setTarget} fault={faults.target} />
          <ChoiceField label={t('subscriptionForm.mode')} value={mode} options={modes.map((one) => ({ value: one, label: t(`deliveries.modes.${one}`) }))} onChange={setMode} fault={faults.mode} />
          <TextField label={t('subscriptionForm.place')} required hint={t('subscriptionForm.placeHint')} value={place} onChange={setPlace} fault={faults.place} />
          <TextField label={t('subscriptionForm.key')} hint={t('subscriptionForm.keyHint')} value={columns} onChange={setColumns} fault={faults.key} />
          <TextField label={t('form.title')} value={title} onChange={setTitle} />
          <IdField id={id} fixed={edited !== undefined} fault={faults.id} onChange={setId} />
        </div>
      </section>
      {rest && <ErrorState error={rest} />}
      <div className="form-actions">
        <Button type="submit" look="primary" busy={save.isPending} data-save="only">
          {t('subscriptionForm.save')}
        </Button>
      </div>
    </form>
  );
}
