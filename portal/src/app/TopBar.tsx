import { useTranslation } from 'react-i18next';
import { Link, NavLink, useSearchParams } from 'react-router';
import { chooseLanguage, chooseTheme, usePreferences } from './preferences';

const PLACES = [
  { to: '/search', name: 'search' },
  { to: '/exchange/runs', name: 'runs' },
  { to: '/exchange/tasks', name: 'tasks' },
  { to: '/exchange/sources', name: 'sources' },
  { to: '/exchange/deliveries', name: 'deliveries' },
  { to: '/exchange/reconciliations', name: 'reconciliations' },
  { to: '/developer', name: 'developer' },
  { to: '/status', name: 'status' },
];

export function TopBar() {
  const { t } = useTranslation();
  return (
    <header className="topbar">
      <div className="topbar-inner">
        <Link to="/" className="brand">
          <img src="/favicon.svg" alt="" width="30" height="30" />
          <span className="brand-name">{t('app.short')}</span>
          <span className="brand-line">{t('app.tagline')}</span>
        </Link>
        <nav aria-label={t('app.nav')} className="places">
          {PLACES.map(({ to, name }) => (
            <NavLink key={to} to={to}>
              {t(`nav.${name}`)}
            </NavLink>
          ))}
        </nav>
        <Switches />
      </div>
    </header>
  );
}

function Switches() {
  const { t } = useTranslation();
  const { language, theme } = usePreferences();
  const [search, setSearch] = useSearchParams();
  const other = language === 'zh' ? 'en' : 'zh';
  const switchLanguage = () => {
    chooseLanguage(other);
    if (search.has('lang')) {
      search.set('lang', other);
      setSearch(search, { replace: true, preventScrollReset: true });
    }
  };
  return (
    <div className="switches">
      <button type="button" className="quiet" data-switch="language" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={switchLanguage}>
        {t('app.language')}
      </button>
      <button type="button" className="quiet" data-switch="theme" onClick={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}>
        {t(theme === 'dark' ? 'app.toLight' : 'app.toDark')}
      </button>
    </div>
  );
}
