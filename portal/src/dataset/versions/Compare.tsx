import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useVersion } from '../../api/hooks';
import type { Version } from '../../api/types';
import { Choice } from '../../common/Choice';
import { DataTable } from '../../common/DataTable';
import { ErrorState } from '../../common/ErrorState';
import { NONE, number } from '../../common/format';
import { Waiting } from '../../common/Waiting';
import { typeText } from '../dictionaryCsv';
import { differenceOf, type ColumnChange, type PartChange } from './difference';

const LOOKS = { added: 'tag-blue', removed: 'tag-red', altered: 'tag-amber' };

/** Two versions side by side: rows, and every column that went, came or changed. */
export function Compare({ id, versions }: { id: string; versions: Version[] }) {
  const { t } = useTranslation();
  const [newer, setNewer] = useState(versions[0]?.version ?? '');
  const [older, setOlder] = useState((versions.find(({ schemaChanged }, at) => schemaChanged && at + 1 < versions.length) ? versions[versions.findIndex(({ schemaChanged }) => schemaChanged) + 1] : versions[1])?.version ?? '');
  const before = useVersion(id, older);
  const after = useVersion(id, newer);
  const options = versions.map(({ version }) => ({ value: version, label: version }));
  const error = before.error ?? after.error;
  return (
    <section aria-labelledby="compare-title" className="compare">
      <h2 id="compare-title">{t('versions.compare')}</h2>
      <div className="conditions">
        <Choice label={t('versions.older')} value={older} options={options} onChange={setOlder} />
        <Choice label={t('versions.newer')} value={newer} options={options} onChange={setNewer} />
      </div>
      {error && <ErrorState error={error} onRetry={() => void Promise.all([before.refetch(), after.refetch()])} />}
      {!error && (before.isPending || after.isPending) && <Waiting />}
      {!error && before.data && after.data && <Difference before={before.data} after={after.data} />}
    </section>
  );
}

function Difference({ before, after }: { before: Version; after: Version }) {
  const { t } = useTranslation();
  const changes = differenceOf(before.columns ?? [], after.columns ?? [], ({ type }) => t(`types.${type}`, type));
  const rows = (after.rows ?? 0) - (before.rows ?? 0);
  return (
    <div role="status">
      <p>{t('versions.rowsChange', { from: number(before.rows), to: number(after.rows), change: `${rows > 0 ? '+' : ''}${number(rows)}` })}</p>
      {changes.length === 0 && <p className="note">{t('versions.noDifference')}</p>}
      {changes.some(({ breaking }) => breaking) && <p className="warning">{t('versions.breaking')}</p>}
      {changes.length > 0 && (
        <DataTable
          label={t('versions.differences')}
          rows={changes}
          keyOf={({ name, kind }) => `${kind} ${name}`}
          columns={[
            { name: 'kind', head: t('versions.kind'), cell: ({ kind }) => <span className={`tag ${LOOKS[kind]}`}>{t(`versions.${kind}`)}</span> },
            { name: 'column', head: t('versions.columnName'), names: true, cell: ({ name }) => <code>{name}</code> },
            { name: 'before', head: t('versions.before'), cell: (change) => <Side change={change} side="before" /> },
            { name: 'after', head: t('versions.after'), cell: (change) => <Side change={change} side="after" /> },
          ]}
        />
      )}
    </div>
  );
}

function Side({ change, side }: { change: ColumnChange; side: 'before' | 'after' }) {
  const { t } = useTranslation();
  const words = ({ part, ...sides }: PartChange) => {
    const value = sides[side];
    return part === 'required' || part === 'key' ? t(value === 'true' ? 'versions.yes' : 'versions.no') : (value ?? NONE);
  };
  if (change.kind === 'altered') {
    return (
      <ul>
        {change.parts.map((one) => (
          <li key={one.part}>
            <span className="dim">{t(`versions.parts.${one.part}`)}</span> {words(one)}
          </li>
        ))}
      </ul>
    );
  }
  const stands = (change.kind === 'added') === (side === 'after');
  return <>{stands ? typeText(change.column, t(`types.${change.column.type}`, change.column.type)) : NONE}</>;
}
