import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tagged } from '../api/client';
import { REGISTERS, useSaveConnection, useTrial, type Connection, type Connector, type Kind } from '../api/sources';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';
import { useNamed } from '../common/Words';
import { ChoiceField, TextField } from '../forms/Field';
import { IdField } from '../forms/IdField';
import { freeId, idFault } from '../forms/ids';
import { faultsOf, sentOf, type Values } from '../forms/schema';
import { isSavedMeanwhile, SavedMeanwhile } from '../forms/SavedMeanwhile';
import { SchemaForm } from '../forms/SchemaForm';
import { TrialResult } from '../forms/TrialResult';
import { useFaults } from '../forms/useFaults';
import { formatOf, FormatForm, valuesOf } from './FormatForm';

interface Props {
  kind: Kind;
  connectors: Connector[];
  /** Ids that are taken. */
  taken: string[];
  /** What is edited; absent for a new one. */
  edited?: Tagged<Connection>;
  adminKey: string;
  /** What comes after saving; the first is the usual one. */
  next: { name: string; label: string; go: (id: string) => void }[];
  /** Begins again with what is saved now. */
  onReload: () => void;
}

/** A source or a target: what it is, how it is reached, and whether it can be. */
export function ConnectionForm({ kind, connectors, taken, edited: given, adminKey, next, onReload }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  // What the form began with: what is read later is not what was edited.
  const [{ body: edited, tag }] = useState<Partial<Tagged<Connection>>>(given ?? {});
  const [type, setType] = useState(edited?.connector ?? connectors[0]?.type ?? '');
  const [title, setTitle] = useState(edited?.title ?? '');
  const [ownId, setId] = useState<string>();
  // Each kind has settings of its own: who looks at another one comes back to what was filled in.
  const [settingsOf, setSettingsOf] = useState<Record<string, Values>>(edited ? { [edited.connector]: edited.settings ?? {} } : {});
  const [format, setFormat] = useState<Values>(valuesOf(edited?.format));
  const [tried, setTried] = useState('');
  const trial = useTrial(kind);
  const save = useSaveConnection(kind);
  const error = save.error ?? trial.error;
  useForgetRefusedKey(error);
  const connector = connectors.find((one) => one.type === type);
  const { form, faults, rest, check } = useFaults(error, (field) => field === 'id' || (field.startsWith('settings.') && connector?.schema.properties[field.slice(9)] !== undefined));

  const settings = settingsOf[type] ?? {};
  const id = edited?.id ?? ownId ?? freeId(title, type, taken);
  const saved = edited?.connector === type ? edited.settings : undefined;
  const sent = { settings: connector ? sentOf(connector.schema, settings) : {}, format: kind === 'source' ? formatOf(format, edited?.format) : undefined };
  const looks = JSON.stringify([type, sent]);

  const chooseType = (chosen: string) => {
    setType(chosen);
    trial.reset();
    save.reset();
  };
  const wrongSettings = () => Object.fromEntries(Object.entries(connector ? faultsOf(connector.schema, settings) : {}).map(([name, fault]) => [`settings.${name}`, t(`form.faults.${fault}`)]));
  const tryOut = () => {
    save.reset();
    trial.reset();
    if (!check(wrongSettings())) return;
    setTried(looks);
    trial.mutate({ attempt: { connector: type, ...sent, saved: edited?.id }, key: adminKey });
  };
  const [chosen, setChosen] = useState<(id: string) => void>();
  const saveAnd = (go: (id: string) => void, seen = tag) => {
    setChosen(() => go);
    save.reset();
    if (trial.error) trial.reset();
    const wrong = wrongSettings();
    const ofId = edited ? undefined : idFault(id, taken);
    if (ofId) wrong.id = t(`form.faults.${ofId}`);
    if (!check(wrong)) return;
    save.mutate({ connection: { id, connector: type, title: title.trim() || id, ...sent }, seen, key: adminKey }, { onSuccess: () => go(id) });
  };

  if (!connector) return null;
  return (
    <form
      ref={form}
      noValidate
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        tryOut();
      }}
    >
      <section className="card pad" aria-labelledby="what">
        <h2 id="what">{t(`${kind}Form.what`)}</h2>
        <div className="form-grid">
          <ChoiceField label={t(`${kind}Form.connector`)} value={type} options={connectors.map((one) => ({ value: one.type, label: named(one.title, one.titleEn, one.type) }))} onChange={chooseType} />
          <TextField label={t('form.title')} value={title} onChange={setTitle} hint={t(`${kind}Form.titleHint`)} />
          <IdField id={id} fixed={edited !== undefined} fault={faults.id} onChange={setId} />
        </div>
      </section>
      <section className="card pad" aria-labelledby="settings">
        <h2 id="settings">{t('form.settings')}</h2>
        <SchemaForm
          key={type}
          schema={connector.schema}
          values={settings}
          saved={saved}
          faults={Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field.replace(/^settings\./, ''), fault]))}
          onChange={(name, value) => setSettingsOf({ ...settingsOf, [type]: { ...settings, [name]: value } })}
        />
        {kind === 'source' && <FormatForm connector={type} values={format} onChange={(name, value) => setFormat({ ...format, [name]: value })} />}
        <div className="form-actions">
          <Button type="submit" busy={trial.isPending} data-try>
            {t('trial.try')}
          </Button>
          <span className="dim small">{t(trial.isPending ? 'trial.trying' : `${kind}Form.tryHint`)}</span>
        </div>
        {trial.data && <TrialResult trial={trial.data} outdated={tried !== looks} />}
      </section>
      {edited && isSavedMeanwhile(rest) ? (
        <SavedMeanwhile path={`${REGISTERS[kind]}/${encodeURIComponent(edited.id)}`} adminKey={adminKey} began={edited} busy={save.isPending} onReplace={(now) => chosen && saveAnd(chosen, now)} onReload={onReload} />
      ) : (
        rest && <ErrorState error={rest} />
      )}
      <div className="form-actions">
        {next.map(({ name, label, go }, at) => (
          <Button key={name} look={at === 0 ? 'primary' : 'plain'} busy={save.isPending} data-save={name} onClick={() => saveAnd(go)}>
            {label}
          </Button>
        ))}
      </div>
    </form>
  );
}

