import { useTranslation } from 'react-i18next';
import type { Dataset } from '../api/types';
import { AccessTag } from '../common/AccessTag';
import { CopyButton } from '../common/CopyButton';
import { day, instant, number } from '../common/format';
import { Named } from '../common/Words';

/** Who, what, which version, when, where: as a reference list wants it. */
export function citation({ id, publisher, version, modified }: Dataset, title: string): string {
  const parts = [publisher?.name ?? publisher?.code, title, version, modified && day(modified)].filter(Boolean);
  return `${parts.join('. ')}. ${window.location.origin}/datasets/${encodeURIComponent(id)}`;
}

export function DatasetHead({ dataset }: { dataset: Dataset }) {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const other = english ? dataset.title : dataset.titleEn;
  const main = english ? (dataset.titleEn ?? dataset.title) : dataset.title;
  return (
    <div className="card dataset-head">
      <h1>
        <Named zh={dataset.title} en={dataset.titleEn} />
      </h1>
      {other && other !== main && (
        <p className="dim" lang={english ? 'zh-CN' : 'en'}>
          {other}
        </p>
      )}
      {english && !dataset.titleEn && <p className="dim">{t('app.noEnglish')}</p>}
      {(dataset.summary ?? dataset.summaryEn) && (
        <p className="summary">
          <Named zh={dataset.summary} en={dataset.summaryEn} />
        </p>
      )}
      <ul className="facts">
        <li>
          <AccessTag access={dataset.access} />
        </li>
        {dataset.publisher && (
          <li>
            <Named zh={dataset.publisher.name} en={dataset.publisher.nameEn} fallback={dataset.publisher.code} />
          </li>
        )}
        {dataset.modified && (
          <li>
            {t('dataset.updated')} {instant(dataset.modified)}
          </li>
        )}
        {dataset.rows !== undefined && <li>{t('dataset.rows', { n: number(dataset.rows) })}</li>}
        {dataset.version && (
          <li>
            {t('dataset.version')} {dataset.version}
          </li>
        )}
        <li>
          <CopyButton text={citation(dataset, main)} label={t('dataset.cite')} />
        </li>
        <li>
          {t('dataset.id')} <code>{dataset.id}</code> <CopyButton text={dataset.id} />
        </li>
      </ul>
    </div>
  );
}
