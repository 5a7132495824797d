import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ThemeCount } from '../api/types';
import { number } from '../common/format';
import { Waiting } from '../common/Waiting';
import { Named, useNamed } from '../common/Words';

/** Each theme with a badge of one character, like the number plate of a road. */
export function ThemeTiles({ themes, waiting }: { themes?: ThemeCount[]; waiting: boolean }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <section aria-labelledby="themes-title">
      <h2 id="themes-title">{t('home.themes')}</h2>
      {waiting && <Waiting lines={2} />}
      {!waiting && !themes?.length && <p className="dim">{t('home.noThemes')}</p>}
      <ul className="themes">
        {themes?.map((theme) => (
          <li key={theme.code}>
            <Link to={`/search?theme=${encodeURIComponent(theme.code)}`}>
              <span className="theme-badge" aria-hidden="true">
                {[...named(theme.label, theme.labelEn, theme.code)][0]}
              </span>
              <span className="theme-name">
                <Named zh={theme.label} en={theme.labelEn} fallback={theme.code} />
              </span>
              <span className="dim">{t('home.unit', { n: number(theme.count) })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
