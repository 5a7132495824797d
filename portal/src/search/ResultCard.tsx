import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DatasetItem } from '../api/types';
import { AccessTag } from '../common/AccessTag';
import { day, number } from '../common/format';
import { Marked } from '../common/Marked';
import { Named, useNamed } from '../common/Words';

export function ResultCard({ item, heading: Heading = 'h2' }: { item: DatasetItem; heading?: 'h2' | 'h3' }) {
  const { t, i18n } = useTranslation();
  const named = useNamed();
  const chinese = i18n.language === 'zh';
  const { highlight, publisher, updateCycle, themes } = item;
  return (
    <article className="result">
      <Heading>
        <Link to={`/datasets/${encodeURIComponent(item.id)}`}>
          {highlight?.title && chinese ? <Marked html={highlight.title} /> : <Named zh={item.title} en={item.titleEn} />}
        </Link>
      </Heading>
      {(item.summary ?? item.summaryEn) && (
        <p className="clamp">{highlight?.summary && chinese ? <Marked html={highlight.summary} /> : <Named zh={item.summary} en={item.summaryEn} />}</p>
      )}
      <ul className="facts">
        {(item.access ?? item.origin) && (
          <li>
            <AccessTag access={item.access} />
          </li>
        )}
        {themes?.[0] && (
          <li>
            <Named zh={themes[0].label} en={themes[0].labelEn} fallback={themes[0].code} />
          </li>
        )}
        {publisher && (
          <li>
            <Named zh={publisher.name} en={publisher.nameEn} fallback={publisher.code} />
          </li>
        )}
        {item.modified && (
          <li>
            {updateCycle ? t('search.cycle', { cycle: named(updateCycle.label, updateCycle.labelEn, updateCycle.code), day: day(item.modified) }) : t('search.updated', { day: day(item.modified) })}
          </li>
        )}
        {item.rows !== undefined && <li>{t('search.rows', { n: number(item.rows) })}</li>}
        {item.quality !== undefined && <li>{t('search.quality', { n: item.quality })}</li>}
        {item.origin?.kind === 'HARVESTED' && <li>{t('search.harvested', { from: item.origin.source ?? '' })}</li>}
        {item.formats && item.formats.length > 0 && (
          <li className="formats">
            {item.formats.map((format) => (
              <span key={format} className="format">
                {format}
              </span>
            ))}
          </li>
        )}
      </ul>
    </article>
  );
}
