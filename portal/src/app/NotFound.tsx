import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useTitle } from '../common/useTitle';
import { OpenOnly } from './OpenOnly';

/** @param closable whether it may be there and not open: then the key shows it */
export function NotFound({ closable = false }: { closable?: boolean }) {
  const { t } = useTranslation();
  useTitle(t('missing.title'));
  return (
    <div className="page missing">
      <p className="missing-sign" aria-hidden="true">
        404
      </p>
      <h1>{t('missing.title')}</h1>
      <p>{t('missing.text')}</p>
      {closable && <OpenOnly />}
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
