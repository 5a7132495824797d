import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Summary } from '../api/types';
import { instant, NONE, number } from '../common/format';

/** The numbers of the hub; a dash, never a zero, when they are not known. */
export function Figures({ summary }: { summary?: Summary }) {
  const { t } = useTranslation();
  const figures = [
    { name: 'datasets', value: number(summary?.datasets), to: '/search' },
    { name: 'publishers', value: number(summary?.publishers), to: '/search' },
    { name: 'rows', value: number(summary?.rows), to: '/search?sort=rows' },
    { name: 'runsToday', value: number(summary?.runsToday), to: '/exchange/runs' },
  ];
  return (
    <div className="figures">
      <ul>
        {figures.map(({ name, value, to }) => (
          <li key={name}>
            <Link to={to}>
              <span className="figure-value">{value}</span>
              <span className="figure-name">{t(`home.${name}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="dim">
        {t('home.modified')} {summary?.lastModified ? instant(summary.lastModified) : NONE}
      </p>
    </div>
  );
}
