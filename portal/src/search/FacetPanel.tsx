import { useTranslation } from 'react-i18next';
import { FACETS, type DatasetPage } from '../api/types';
import { Facet } from './Facet';
import { toggled, type SearchState } from './state';

interface Props {
  state: SearchState;
  facets?: DatasetPage['facets'];
  onChange: (state: SearchState) => void;
}

export function FacetPanel({ state, facets, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className="facets" role="group" aria-label={t('search.filters')}>
      {FACETS.map((facet) => (
        <Facet key={facet} facet={facet} values={facets?.[facet] ?? []} chosen={state.filters[facet]} onToggle={(value) => onChange(toggled(state, facet, value))} />
      ))}
    </div>
  );
}
