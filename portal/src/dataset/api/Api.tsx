import { useTranslation } from 'react-i18next';
import type { Dataset } from '../../api/types';
import { Console } from './Console';

export default function Api({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const base = `/api/v1/datasets/${encodeURIComponent(dataset.id)}`;
  const swagger = (
    <p>
      {t('api.lead')} <a href="/swagger-ui">{t('api.swagger')}</a>
    </p>
  );
  if (dataset.origin?.kind !== 'HARVESTED') {
    return (
      <div className="api">
        {swagger}
        <Console dataset={dataset} />
      </div>
    );
  }
  return (
    <div className="api">
      <p className="note">{t('api.none')}</p>
      <h2>{t('api.metadata')}</h2>
      <ul>
        <li>
          <a href={base}>
            <code>GET {base}</code>
          </a>
        </li>
      </ul>
      {swagger}
    </div>
  );
}
