import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNamed } from '../common/Words';
import { Field } from './Field';
import { GROUPS, isDuration, KEPT, namesOf, type Group, type Property, type SettingsSchema, type Values } from './schema';
import { SecretField } from './SecretField';

/** Their values are long, though of one line. */
const LONG_LINES = ['url', 'path', 'endpoint', 'servers'];

/** A login of more settings than these has many ways, of which most sources need none. */
const FEW = 7;

interface Props {
  schema: SettingsSchema;
  values: Values;
  /** As it was saved: tells which secrets there are. */
  saved?: Values;
  /** What is wrong, in words, by name. */
  faults: Record<string, string>;
  onChange: (name: string, value: string) => void;
}

/** A form drawn from a JSON Schema: what is needed at once, the rest folded away. Whatever is wrong or set is in sight. */
export function SchemaForm({ schema, values, saved = {}, faults, onChange }: Props) {
  return (
    <>
      {GROUPS.map((group) => {
        const names = namesOf(schema, group);
        if (names.length === 0) return null;
        const fields = (
          <div className="form-grid">
            {names.map((name) => (
              <SchemaField
                key={name}
                name={name}
                property={schema.properties[name] ?? {}}
                required={schema.required?.includes(name) ?? false}
                value={values[name] ?? ''}
                saved={saved[name] === KEPT}
                fault={faults[name]}
                onChange={(value) => onChange(name, value)}
              />
            ))}
          </div>
        );
        if (group === 'basic') return <div key={group}>{fields}</div>;
        const set = names.filter((name) => values[name] && values[name] !== String(schema.properties[name]?.default ?? ''));
        const needed = names.some((name) => schema.required?.includes(name));
        return (
          <Folded key={group} group={group} count={names.length} set={set.length} open={(group === 'login' && names.length <= FEW) || needed} wrong={names.some((name) => faults[name])}>
            {fields}
          </Folded>
        );
      })}
    </>
  );
}

interface FoldedProps {
  group: Group;
  count: number;
  set: number;
  open: boolean;
  wrong: boolean;
  children: React.ReactNode;
}

function Folded({ group, count, set, open, wrong, children }: FoldedProps) {
  const { t } = useTranslation();
  const [chosen, choose] = useState(open || set > 0);
  return (
    <details className="form-fold" data-group={group} open={chosen || wrong} onToggle={(event) => choose(event.currentTarget.open)}>
      <summary>
        {t(`form.groups.${group}`, { n: count })}
        {set > 0 && <span className="dim small"> {t('form.set', { n: set })}</span>}
      </summary>
      {children}
    </details>
  );
}

interface FieldProps {
  name: string;
  property: Property;
  required: boolean;
  value: string;
  saved: boolean;
  fault?: string;
  onChange: (value: string) => void;
}

function SchemaField({ name, property, required, value, saved, fault, onChange }: FieldProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const label = named(property.title, property.description, name);
  const usual = property.default === undefined || property.default === '' ? undefined : String(property.default);
  if (property.type === 'boolean') {
    const checked = (value || usual) === 'true';
    return (
      <div className="form-field check">
        <label>
          <input type="checkbox" data-setting={name} checked={checked} onChange={(event) => onChange(String(event.target.checked))} /> {label}
        </label>
        {fault && <div className="form-fault">{fault}</div>}
      </div>
    );
  }
  const hints = [isDuration(property) && t('form.durationHint'), usual !== undefined && !property.enum && t('form.default', { value: usual })].filter(Boolean);
  return (
    <Field label={label} required={required} fault={fault} wide={property.multiline || LONG_LINES.includes(name)} hint={hints.length > 0 ? hints.join(t('form.between')) : undefined}>
      {(wired) => {
        if (property.writeOnly) return <SecretField wired={wired} value={value} saved={saved} multiline={property.multiline} what={label} onChange={onChange} />;
        if (property.enum) {
          return (
            <select {...wired} data-setting={name} className="input" value={value || (usual ?? '')} onChange={(event) => onChange(event.target.value)}>
              {usual === undefined && <option value="" />}
              {property.enum.map((choice) => (
                <option key={choice} value={choice}>
                  {property.choiceTitles?.[choice] ?? choice}
                </option>
              ))}
            </select>
          );
        }
        const common = { ...wired, 'data-setting': name, value, spellCheck: false, autoComplete: 'off' };
        if (property.multiline) return <textarea {...common} rows={4} className="input area" onChange={(event) => onChange(event.target.value)} />;
        return <input {...common} className="input" inputMode={property.type === 'integer' ? 'numeric' : property.format === 'uri' ? 'url' : undefined} onChange={(event) => onChange(event.target.value)} />;
      }}
    </Field>
  );
}
