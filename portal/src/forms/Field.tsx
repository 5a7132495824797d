import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What a control needs to belong to its label, its hint and its fault. */
export interface Wired {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
}

interface Props {
  label: ReactNode;
  required?: boolean;
  hint?: ReactNode;
  fault?: string;
  wide?: boolean;
  children: (wired: Wired) => ReactNode;
}

/** A labelled control; its hint and its fault are told with it. */
export function Field({ label, required, hint, fault, wide, children }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const told = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(Boolean).join(' ');
  return (
    <div className={`form-field${wide ? ' wide' : ''}`}>
      <label htmlFor={id}>
        {label}
        {required && <span className="form-required"> {t('form.required')}</span>}
      </label>
      {children({ id, 'aria-describedby': told || undefined, 'aria-invalid': fault ? true : undefined, 'aria-required': required ? true : undefined })}
      {hint && (
        <div id={`${id}-hint`} className="dim small">
          {hint}
        </div>
      )}
      {fault && (
        <div id={`${id}-fault`} className="form-fault">
          <span aria-hidden="true">✕</span> {fault}
        </div>
      )}
    </div>
  );
}

/** A field of one line. */
export function TextField({ value, onChange, ...field }: Omit<Props, 'children'> & { value: string; onChange: (value: string) => void }) {
  return <Field {...field}>{(wired) => <input {...wired} className="input" autoComplete="off" spellCheck={false} value={value} onChange={(event) => onChange(event.target.value)} />}</Field>;
}

/** A field whose text has lines. */
export function AreaField({ value, onChange, rows = 3, ...field }: Omit<Props, 'children' | 'wide'> & { value: string; rows?: number; onChange: (value: string) => void }) {
  return <Field {...field} wide>{(wired) => <textarea {...wired} className="input area" rows={rows} spellCheck={false} value={value} onChange={(event) => onChange(event.target.value)} />}</Field>;
}

export interface Option {
  value: string;
  label: string;
}

/** A field that takes one of several values. */
export function ChoiceField({ value, options, onChange, ...field }: Omit<Props, 'children'> & { value: string; options: readonly Option[]; onChange: (value: string) => void }) {
  return (
    <Field {...field}>
      {(wired) => (
        <select {...wired} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
