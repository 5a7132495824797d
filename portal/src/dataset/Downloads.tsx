import { useTranslation } from 'react-i18next';
import type { Dataset, Download } from '../api/types';
import { CopyButton } from '../common/CopyButton';
import { FileLink, isClosed } from '../common/FileLink';
import { bytes, number } from '../common/format';
import { formatName } from './formatNames';

const EXCEL_ROWS = 1_048_576;

export function Downloads({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const downloads = dataset.downloads ?? [];
  return (
    <section className="card side-card" aria-labelledby="downloads-title">
      <h2 id="downloads-title">{t('dataset.downloads')}</h2>
      {downloads.length === 0 && <p className="dim">{t('dataset.noDownloads')}</p>}
      <ul className="downloads">
        {downloads.map((download) => (
          <DownloadRow key={download.format} download={download} rows={download.rows ?? dataset.rows} keyed={keyed(dataset, download)} />
        ))}
      </ul>
    </section>
  );
}

/** What a link alone does not open: all files of a dataset that is not open, and the delivered file, which may hold more than is published. */
const keyed = (dataset: Dataset, { format }: Download) => isClosed(dataset) || format === 'original';

function DownloadRow({ download, rows, keyed }: { download: Download; rows?: number; keyed: boolean }) {
  const { t } = useTranslation();
  const format = download.format.toLowerCase();
  const name = format === 'original' ? t('dataset.original') : formatName(download.format);
  const tooLong = format === 'xlsx' && (rows ?? 0) > EXCEL_ROWS;
  const note = download.note ?? (tooLong ? t('dataset.excel') : undefined);
  return (
    <li>
      <div className="download-line">
        <strong>{name}</strong>
        <span className="dim">{download.bytes === undefined ? '' : bytes(download.bytes)}</span>
        <FileLink url={download.url} name={format} label={t('dataset.downloadAs', { format: name })} keyed={keyed}>
          {t('dataset.download')}
        </FileLink>
      </div>
      <div className="download-more dim">
        {download.rows !== undefined && format !== 'original' && <span>{t('dataset.rows', { n: number(download.rows) })}</span>}
        {download.ready === false && <span>{t('dataset.onDemand')}</span>}
        {download.sha256 && <CopyButton text={download.sha256} label={t('dataset.sha')} />}
        {note && <span>{note}</span>}
      </div>
    </li>
  );
}
