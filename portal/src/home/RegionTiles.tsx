import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ThemeCount } from '../api/types';
import { number } from '../common/format';
import { Named, useNamed } from '../common/Words';
import { TILES } from './regions';

const CLASSES = 5;

/** From 1 (few) to 5 (most), on the scale of the largest. */
export function shade(count: number, most: number): number {
  return Math.max(1, Math.ceil((Math.log(count + 1) / Math.log(most + 1)) * CLASSES));
}

/** The provinces as a grid of tiles: no boundary is drawn, every tile is a link. */
export function RegionTiles({ regions = [] }: { regions?: ThemeCount[] }) {
  const { t, i18n } = useTranslation();
  const named = useNamed();
  const province = new Map(regions.map((region) => [region.code.replace(/0000$/, ''), region]));
  const others = regions.filter((region) => !TILES.some((tile) => tile.code === region.code.replace(/0000$/, '')));
  const most = Math.max(1, ...regions.map((region) => region.count ?? 0));
  return (
    <section aria-labelledby="regions-title">
      <h2 id="regions-title">{t('home.regions')}</h2>
      <div className="card regions">
        <ul className="tiles">
          {TILES.map((tile) => {
            const found = province.get(tile.code);
            const name = named(tile.zh, tile.en);
            const short = i18n.language === 'en' ? tile.letters : tile.short;
            const place = { gridRow: tile.row, gridColumn: tile.column - 1 };
            return (
              <li key={tile.code} style={place}>
                {found?.count ? (
                  <Link className={`tile shade-${shade(found.count, most)}`} to={`/search?region=${encodeURIComponent(found.code)}`} title={name}>
                    <span>{short}</span>
                    <span className="unseen">{name}</span>
                    <span className="tile-count">{number(found.count)}</span>
                  </Link>
                ) : (
                  <span className="tile" title={name}>
                    {short}
                  </span>
                )}
              </li>
            );
          })}
        </ul>
        {others.length > 0 && (
          <p className="row">
            {others.map((region) => (
              <Link key={region.code} to={`/search?region=${encodeURIComponent(region.code)}`}>
                <Named zh={region.label} en={region.labelEn} fallback={region.code} /> {number(region.count)}
              </Link>
            ))}
          </p>
        )}
        <p className="dim small">{t('home.regionHint')}</p>
      </div>
    </section>
  );
}
