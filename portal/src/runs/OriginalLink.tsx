import { useTranslation } from 'react-i18next';
import { useDataset } from '../api/hooks';
import type { Run } from '../api/types';
import { FileLink } from '../common/FileLink';
import { bytes } from '../common/format';

/** The file as it was delivered, where the hub keeps it and lists it for the version that this run published. */
export function OriginalLink({ run }: { run: Run }) {
  const { t } = useTranslation();
  const published = run.outcome === 'Published' && run.dataset !== undefined && run.version !== undefined;
  const { data } = useDataset(run.dataset ?? '', published);
  const original = data?.version === run.version ? data?.downloads?.find(({ format }) => format === 'original') : undefined;
  if (!original) return null;
  return (
    <p>
      <FileLink url={original.url} name="original" keyed className="">
        {t('runs.original')}
      </FileLink>{' '}
      <span className="dim">{original.bytes === undefined ? '' : bytes(original.bytes)}</span>
    </p>
  );
}
