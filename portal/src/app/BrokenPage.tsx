import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { ErrorState } from '../common/ErrorState';

export function BrokenPage() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{t('error.broken')}</h1>
      <ErrorState error={useRouteError()} onRetry={() => window.location.reload()} />
    </div>
  );
}
