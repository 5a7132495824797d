import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FacetName, FacetValue } from '../api/types';
import { number } from '../common/format';
import { Named, useNamed } from '../common/Words';

const SHOWN = 6;

interface Props {
  facet: FacetName;
  values: FacetValue[];
  chosen: string[];
  onToggle: (value: string) => void;
}

/** One group of filters: the first values by count, all of them on demand, and a field to find one by name. */
export function Facet({ facet, values, chosen, onToggle }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const [all, setAll] = useState(false);
  const [wanted, setWanted] = useState('');
  const absent = chosen.filter((value) => !values.some((one) => one.value === value)).map((value) => ({ value, count: 0, label: undefined, labelEn: undefined }));
  const every = [...values, ...absent];
  if (every.length === 0) return null;

  const title = t(`search.facet.${facet}`);
  const needle = wanted.trim().toLowerCase();
  const found = needle ? every.filter((one) => `${one.value} ${one.label ?? ''} ${one.labelEn ?? ''}`.toLowerCase().includes(needle)) : every;
  const shown = all || needle ? found : found.filter((one, at) => at < SHOWN || chosen.includes(one.value));
  return (
    <fieldset className="facet">
      <legend>{title}</legend>
      {every.length > SHOWN && (
        <input className="input small" type="search" aria-label={t('search.find', { what: title })} placeholder={t('search.find', { what: title })} value={wanted} onChange={(event) => setWanted(event.target.value)} />
      )}
      <ul className={all ? 'facet-all' : undefined}>
        {shown.map((one) => (
          <li key={one.value}>
            <label>
              <input type="checkbox" checked={chosen.includes(one.value)} onChange={() => onToggle(one.value)} />
              <span className="facet-label" title={named(one.label, one.labelEn, one.value)}>
                <Named zh={one.label} en={one.labelEn} fallback={one.value} />
              </span>
              <span className="facet-count">{number(one.count)}</span>
            </label>
          </li>
        ))}
      </ul>
      {!needle && every.length > SHOWN && (
        <button type="button" className="link-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('search.less') : t('search.more', { n: every.length })}
        </button>
      )}
    </fieldset>
  );
}
