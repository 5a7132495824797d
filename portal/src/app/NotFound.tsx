import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useTitle } from '../common/useTitle';

export function NotFound() {
  const { t } = useTranslation();
  useTitle(t('missing.title'));
  return (
    <div className="page missing">
      <p className="missing-sign" aria-hidden="true">
        404
      </p>
      <h1>{t('missing.title')}</h1>
      <p>{t('missing.text')}</p>
      <p className="row">
        <Link className="button primary" to="/">
          {t('missing.home')}
        </Link>
        <Link className="button" to="/search">
          {t('missing.search')}
        </Link>
      </p>
    </div>
  );
}
