import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../api/types';
import { Popover } from '../../common/Popover';
import { useNamed } from '../../common/Words';
import type { Question } from '../useQuestion';
import { withColumns } from './conditions';

const MANY = 10;

/** Which columns the table shows; the download follows. */
export function ColumnChooser({ question: { columns, shown, search, go } }: { question: Question }) {
  const { t } = useTranslation();
  const named = useNamed();
  const [wanted, setWanted] = useState('');
  if (columns.length < 2) return null;
  const needle = wanted.trim().toLowerCase();
  const listed = columns.filter((one) => `${one.name} ${one.title ?? ''} ${one.titleEn ?? ''}`.toLowerCase().includes(needle));
  const toggle = (column: Column) => {
    const next = columns.filter((one) => (one === column ? !shown.includes(one) : shown.includes(one)));
    if (next.length > 0) go(withColumns(search, next, columns));
  };
  return (
    <Popover name="columns" label={t('preview.columns', { n: shown.length, of: columns.length })} title={t('preview.chooseColumns')}>
      {columns.length > MANY && (
        <input className="input" type="search" aria-label={t('preview.findColumn')} placeholder={t('preview.findColumn')} value={wanted} onChange={(event) => setWanted(event.target.value)} />
      )}
      <ul className="check-list">
        {listed.map((column) => (
          <li key={column.name}>
            <label>
              <input type="checkbox" checked={shown.includes(column)} disabled={shown.length === 1 && shown.includes(column)} onChange={() => toggle(column)} />
              <span>{named(column.title, column.titleEn, column.name)}</span>
              {column.title && column.title !== column.name && <code className="dim small">{column.name}</code>}
            </label>
          </li>
        ))}
      </ul>
      <button type="button" className="link-button" disabled={shown.length === columns.length} onClick={() => go(withColumns(search, columns, columns))}>
        {t('preview.allColumns')}
      </button>
    </Popover>
  );
}
