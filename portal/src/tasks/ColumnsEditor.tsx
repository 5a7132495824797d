import { useTranslation } from 'react-i18next';
import type { DeclaredColumn, DeclaredSchema } from '../api/orders';
import { useSavedTrial } from '../api/sources';
import { Button } from '../common/Button';
import { Checklist } from '../common/Checklist';
import { DataTable } from '../common/DataTable';
import { ErrorState } from '../common/ErrorState';

const TYPES = ['text', 'integer', 'decimal(18,2)', 'double', 'boolean', 'date', 'timestamp', 'time', 'json', 'geometry'];
const SHOWN = new Set(['name', 'type', 'title', 'required']);

interface Props {
  source: string;
  adminKey: string;
  schema?: DeclaredSchema;
  fault?: string;
  onChange: (schema: DeclaredSchema | undefined) => void;
}

/** The columns that a task declares, drafted from a sample of its source: types, titles, what is required, and the key. */
export function ColumnsEditor({ source, adminKey, schema, fault, onChange }: Props) {
  const { t } = useTranslation();
  const trial = useSavedTrial('source');
  const declare = () =>
    trial.mutate(
      { id: source, key: adminKey },
      {
        onSuccess: ({ sample }) => {
          if (sample?.columns.length) onChange({ columns: sample.columns.map(({ name, type }) => ({ name, type: type.toLowerCase() })), key: [] });
        },
      },
    );
  const failed = trial.data && !trial.data.sample?.columns.length;
  return (
    <>
      <p className="dim">{t('taskForm.columnsHelp')}</p>
      {fault && (
        <p className="form-fault" data-fault tabIndex={-1}>
          <span aria-hidden="true">✕</span> {fault}
        </p>
      )}
      <div className="form-actions">
        {!schema && (
          <Button busy={trial.isPending} disabled={!source} data-declare onClick={declare}>
            {t('taskForm.declare')}
          </Button>
        )}
        {schema && <Button onClick={() => onChange(undefined)}>{t('taskForm.undeclare')}</Button>}
        <span role="status" className="dim small">
          {trial.isPending ? t('taskForm.declaring') : schema && trial.data ? t('taskForm.guessed') : ''}
        </span>
      </div>
      {failed && (
        <>
          <p className="bad">{t('taskForm.noSample')}</p>
          {trial.data.checks && <Checklist checks={trial.data.checks} />}
        </>
      )}
      {trial.error && <ErrorState error={trial.error} />}
      {schema && <Columns schema={schema} onChange={onChange} />}
    </>
  );
}

function Columns({ schema: { columns, key = [], ...rest }, onChange }: { schema: DeclaredSchema; onChange: (schema: DeclaredSchema) => void }) {
  const { t } = useTranslation();
  const change = (name: string, what: Partial<DeclaredColumn>) => onChange({ ...rest, key, columns: columns.map((column) => (column.name === name ? { ...column, ...what } : column)) });
  const toggleKey = (name: string, on: boolean) => onChange({ ...rest, columns, key: columns.map((column) => column.name).filter((one) => (one === name ? on : key.includes(one))) });
  const rules = (column: DeclaredColumn) => Object.entries(column).filter(([rule, value]) => !SHOWN.has(rule) && value !== undefined && value !== null).length;
  return (
    <DataTable
      label={t('taskForm.columns')}
      className="tight columns"
      rows={columns}
      keyOf={({ name }) => name}
      columns={[
        {
          name: 'column',
          head: t('taskForm.column'),
          names: true,
          cell: (column) => (
            <>
              <code>{column.name}</code>
              {rules(column) > 0 && <div className="dim small">{t('taskForm.rules', { n: rules(column) })}</div>}
            </>
          ),
        },
        {
          name: 'type',
          head: t('taskForm.type'),
          cell: ({ name, type }) => (
            <select className="input" aria-label={t('taskForm.typeOf', { what: name })} value={type} onChange={(event) => change(name, { type: event.target.value })}>
              {[...(TYPES.includes(type) ? [] : [type]), ...TYPES].map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          ),
        },
        { name: 'title', head: t('taskForm.columnTitle'), cell: ({ name, title }) => <input className="input" aria-label={t('taskForm.titleOf', { what: name })} value={title ?? ''} onChange={(event) => change(name, { title: event.target.value || undefined })} /> },
        {
          name: 'required',
          head: t('taskForm.required'),
          cell: ({ name, required }) => <input type="checkbox" aria-label={t('taskForm.requiredOf', { what: name })} checked={required === true} onChange={(event) => change(name, { required: event.target.checked || undefined })} />,
        },
        { name: 'key', head: t('taskForm.key'), cell: ({ name }) => <input type="checkbox" data-key-column={name} aria-label={t('taskForm.keyOf', { what: name })} checked={key.includes(name)} onChange={(event) => toggleKey(name, event.target.checked)} /> },
      ]}
    />
  );
}
