import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDatasets } from '../api/hooks';
import type { Dataset } from '../api/types';
import { day, number } from '../common/format';
import { Named, useNamed } from '../common/Words';

const SHOWN = 3;

/** A few neighbours by theme; nothing when there are none, or when search does not answer. */
export function Related({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const named = useNamed();
  const theme = dataset.themes?.[0]?.code;
  const { data } = useDatasets({ theme, sort: 'quality', size: SHOWN + 1 }, theme !== undefined);
  const others = data?.items.filter(({ id }) => id !== dataset.id).slice(0, SHOWN) ?? [];
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="related-title" className="related">
      <h2 id="related-title">{t('dataset.related')}</h2>
      <ul>
        {others.map((one) => (
          <li key={one.id} className="card">
            <Link to={`/datasets/${encodeURIComponent(one.id)}`}>
              <Named zh={one.title} en={one.titleEn} />
            </Link>
            <span className="dim small">
              {[one.publisher && named(one.publisher.name, one.publisher.nameEn, one.publisher.code), one.rows !== undefined && t('dataset.rows', { n: number(one.rows) }), one.modified && day(one.modified)].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
