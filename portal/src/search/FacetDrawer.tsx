import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DatasetPage } from '../api/types';
import { Kit } from '../app/Kit';
import { Button } from '../common/Button';
import { number } from '../common/format';
import { FacetPanel } from './FacetPanel';
import type { SearchState } from './state';

interface Props {
  state: SearchState;
  facets?: DatasetPage['facets'];
  total?: number;
  onChange: (state: SearchState) => void;
  onClose: () => void;
}

/** The filters on a narrow screen: a drawer from below. */
export default function FacetDrawer({ state, facets, total, onChange, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Kit>
    <Drawer
      open
      placement="bottom"
      size="large"
      title={t('search.filters')}
      onClose={onClose}
      closable={{ 'aria-label': t('search.close') }}
      footer={
        <Button look="primary" className="wide" onClick={onClose}>
          {t('search.show', { n: number(total) })}
        </Button>
      }
    >
      <FacetPanel state={state} facets={facets} onChange={onChange} />
    </Drawer>
    </Kit>
  );
}
