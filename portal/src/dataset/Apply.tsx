import { useTranslation } from 'react-i18next';
import type { Dataset } from '../api/types';
import { OpenOnly } from '../app/OpenOnly';
import { useNamed } from '../common/Words';

/** In the place of the files: that the data must be applied for, where, and on which conditions. */
export function Apply({ dataset: { publisher, accessConditions } }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <section className="card side-card" aria-labelledby="apply-title" data-apply>
      <h2 id="apply-title">{t('dataset.apply')}</h2>
      <p>{t('dataset.applyText', { publisher: named(publisher?.name, publisher?.nameEn, publisher?.code) })}</p>
      {accessConditions && <p>{accessConditions}</p>}
      <OpenOnly words={t('dataset.applyKey')} />
    </section>
  );
}
