import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Dataset } from '../api/types';
import { bytes, day } from '../common/format';
import { Named, useNamed } from '../common/Words';
import { licenceName } from './licences';

/** Only http(s) addresses become links: harvested entries come from elsewhere. */
export const safeLink = (url: string | undefined) => (url && /^https?:\/\//i.test(url) ? url : undefined);

export function Notes({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const named = useNamed();
  const { license, publisher, lineage, links, region } = dataset;
  const licence = license && (licenceName(license.uri) ?? <Named zh={license.label} en={license.labelEn} fallback={license.uri} />);
  const landing = safeLink(dataset.origin?.landingPage);
  const facts: [string, ReactNode][] = [
    ['publisher', publisher && <Link to={`/search?publisher=${encodeURIComponent(publisher.code)}`}><Named zh={publisher.name} en={publisher.nameEn} fallback={publisher.code} /></Link>],
    ['license', safeLink(license?.uri) ? <a href={license?.uri}>{licence}</a> : (licence ?? t('dataset.noLicense'))],
    ['theme', dataset.themes?.length ? dataset.themes.map(({ code, label, labelEn }) => named(label, labelEn, code)).join(' · ') : t('dataset.unstated')],
    ['cycle', dataset.updateCycle ? <Named zh={dataset.updateCycle.label} en={dataset.updateCycle.labelEn} fallback={dataset.updateCycle.code} /> : t('dataset.unstated')],
    ['region', region && <Named zh={region.label} en={region.labelEn} fallback={region.code} />],
    ['issued', dataset.issued && day(dataset.issued)],
    ['size', dataset.bytes !== undefined && bytes(dataset.bytes)],
    ['keywords', dataset.keywords?.length && dataset.keywords.join(' · ')],
    ['source', lineage?.source ?? dataset.origin?.source],
    ['run', lineage?.run && <Link to={`/exchange/runs/${encodeURIComponent(lineage.run)}`}>{lineage.run}</Link>],
    ['software', lineage?.softwareVersion && `Jiaohui ${lineage.softwareVersion}`],
    ['landing', landing && <a href={landing}>{landing}</a>],
    ['metadata', (links?.turtle ?? links?.jsonld) && <span className="row">{links?.turtle && <a href={links.turtle}>Turtle</a>}{links?.jsonld && <a href={links.jsonld}>JSON-LD</a>}</span>],
  ];
  return (
    <section className="card side-card" aria-labelledby="notes-title">
      <h2 id="notes-title">{t('dataset.notes')}</h2>
      <dl className="notes">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{t(`dataset.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
