import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration, useLocation } from 'react-router';
import { Footer } from './Footer';
import { OfflineNotice } from './OfflineNotice';
import { TopBar } from './TopBar';

export function Shell() {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const seen = useRef(pathname);

  // A new page takes the focus, so that a screen reader starts there; a new tab or filter of the same page does not.
  useEffect(() => {
    if (seen.current !== pathname) {
      main.current?.focus({ preventScroll: true });
      // What the server wrote about the first page is not true of the next.
      document.head.querySelectorAll('link[rel=canonical], link[hreflang], script[type="application/ld+json"]').forEach((one) => one.remove());
    }
    seen.current = pathname;
  }, [pathname]);

  return (
    <>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <TopBar />
      <OfflineNotice />
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <Footer />
      <ScrollRestoration getKey={(location) => location.pathname} />
    </>
  );
}
