import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export function Footer() {
  const { t } = useTranslation();
  return (
    <footer className="footer">
      <div className="footer-inner">
        <span>{t('app.name')}</span>
        <nav aria-label={t('app.footer')}>
          <Link to="/developer">{t('nav.developer')}</Link>
          <a href="/swagger-ui">{t('nav.swagger')}</a>
          <a href="/catalog">{t('nav.catalog')}</a>
          <Link to="/developer#sparql">{t('nav.sparql')}</Link>
          <Link to="/status">{t('nav.status')}</Link>
        </nav>
      </div>
    </footer>
  );
}
