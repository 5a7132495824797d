import { useTranslation } from 'react-i18next';
import type { DatasetPage, FacetName } from '../api/types';
import { useNamed } from '../common/Words';
import { activeFilters, cleared, toggled, type SearchState } from './state';

interface Props {
  state: SearchState;
  facets?: DatasetPage['facets'];
  onChange: (state: SearchState) => void;
}

export function useFilterName(facets?: DatasetPage['facets']) {
  const named = useNamed();
  return (facet: FacetName, value: string) => {
    const found = facets?.[facet]?.find((one) => one.value === value);
    return named(found?.label, found?.labelEn, value);
  };
}

export function Chips({ state, facets, onChange }: Props) {
  const { t } = useTranslation();
  const nameOf = useFilterName(facets);
  const active = activeFilters(state);
  if (active.length === 0) return null;
  return (
    <div className="chips" role="group" aria-label={t('search.active')}>
      {active.map(({ facet, value }) => {
        const name = nameOf(facet, value);
        return (
          <button key={`${facet}=${value}`} type="button" className="chip" aria-label={t('search.remove', { what: name })} onClick={() => onChange(toggled(state, facet, value))}>
            {name} <span aria-hidden="true">×</span>
          </button>
        );
      })}
      <button type="button" className="link-button" onClick={() => onChange(cleared(state))}>
        {t('search.clear')}
      </button>
    </div>
  );
}
