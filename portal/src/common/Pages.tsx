import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

interface Props {
  page: number;
  pages: number;
  /** The address of a page. */
  to: (page: number) => string;
  /** Leafing does not go to the top of the page. */
  stay?: boolean;
}

export function pagesAround(page: number, pages: number): (number | '…')[] {
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((one) => one >= 1 && one <= pages).sort((a, b) => a - b);
  return shown.flatMap((one, at) => (at > 0 && one - (shown[at - 1] ?? one) > 1 ? ['…' as const, one] : [one]));
}

/** Pages as links, so that each has an address. */
export function Pages({ page, pages, to, stay = false }: Props) {
  const { t } = useTranslation();
  if (pages <= 1) return null;
  return (
    <nav className="pages" aria-label={t('search.pages')}>
      {page > 1 && <Link to={to(page - 1)} preventScrollReset={stay}>{t('search.prev')}</Link>}
      {pagesAround(page, pages).map((one, at) =>
        one === '…' ? (
          <span key={`gap-${at}`}>…</span>
        ) : (
          <Link key={one} to={to(one)} preventScrollReset={stay} aria-label={t('search.page', { n: one })} aria-current={one === page ? 'page' : undefined}>
            {one}
          </Link>
        ),
      )}
      {page < pages && <Link to={to(page + 1)} preventScrollReset={stay}>{t('search.next')}</Link>}
    </nav>
  );
}
