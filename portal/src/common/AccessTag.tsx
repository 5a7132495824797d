import { useTranslation } from 'react-i18next';
import type { Coded } from '../api/types';
import { Named } from './Words';

/** Where the description does not say who may have the data, that is said. */
export function AccessTag({ access }: { access?: Coded }) {
  const { t } = useTranslation();
  if (!access) return <span className="tag tag-amber">{t('dataset.accessUnstated')}</span>;
  return (
    <span className={`tag ${access.code === 'PUBLIC' ? 'tag-blue' : 'tag-amber'}`}>
      <Named zh={access.label} en={access.labelEn} fallback={access.code} />
    </span>
  );
}
