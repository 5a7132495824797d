import { useTranslation } from 'react-i18next';
import type { Dataset } from '../api/types';
import { bytes } from '../common/format';
import { safeLink } from './Notes';

/** What a harvested entry offers: the files and services of its provider. */
export default function Distributions({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const distributions = dataset.distributions ?? [];
  return (
    <>
      <p className="note">{t('dataset.harvested')}</p>
      {distributions.length === 0 && <p className="empty">{t('dataset.noDistributions')}</p>}
      <ul className="distributions">
        {distributions.map((one, at) => {
          const download = safeLink(one.downloadUrl);
          const access = safeLink(one.accessUrl);
          const name = one.title ?? one.format ?? dataset.title;
          return (
            <li key={at}>
              <div>
                <strong>{name}</strong> {one.format && <span className="format">{one.format}</span>}{' '}
                {one.bytes !== undefined && <span className="dim">{bytes(one.bytes)}</span>}
                <div className="dim small break">{download ?? access}</div>
              </div>
              {download && (
                <a className="button small" href={download} data-download="distribution" aria-label={t('dataset.downloadAs', { format: name })}>
                  {t('dataset.download')}
                </a>
              )}
              {!download && access && (
                <a className="button small" href={access} data-download="distribution" aria-label={`${t('dataset.open')} ${name}`}>
                  {t('dataset.open')}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
