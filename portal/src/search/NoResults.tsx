import { useTranslation } from 'react-i18next';
import type { DatasetPage } from '../api/types';
import { useFilterName } from './Chips';
import { activeFilters, toggled, type SearchState } from './state';
import { Button } from '../common/Button';

interface Props {
  state: SearchState;
  page: DatasetPage;
  onChange: (state: SearchState) => void;
}

export function NoResults({ state, page, onChange }: Props) {
  const { t } = useTranslation();
  const nameOf = useFilterName(page.facets);
  return (
    <div className="empty">
      <strong>{t('search.none')}</strong>
      <p>{t('search.noneHelp')}</p>
      <p className="row">
        {state.q && <Button onClick={() => onChange({ ...state, q: '', page: 1, sort: 'modified' })}>{t('search.dropWord', { what: state.q })}</Button>}
        {activeFilters(state).map(({ facet, value }) => (
          <Button key={`${facet}=${value}`} onClick={() => onChange(toggled(state, facet, value))}>
            {t('search.drop', { what: nameOf(facet, value) })}
          </Button>
        ))}
      </p>
    </div>
  );
}
