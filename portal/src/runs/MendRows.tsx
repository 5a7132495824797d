import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { address } from '../api/client';
import { useFile } from '../api/files';
import { useReplay, useSendMended } from '../api/mending';
import type { Run } from '../api/types';
import { useWithKey } from '../app/useWithKey';
import { Button } from '../common/Button';
import { Choice } from '../common/Choice';
import { ErrorState } from '../common/ErrorState';

/** Refused rows of a published run: taken away as a table, sent back mended, or checked again with the rules of today. */
export function MendRows({ run }: { run: Run }) {
  const { t } = useTranslation();
  const tables = (run.tables ?? []).flatMap(({ dataset, refused }) => (dataset && refused ? [dataset] : []));
  const [chosen, setChosen] = useState('');
  const dataset = tables.length > 1 ? chosen || tables[0] : undefined;
  const input = useRef<HTMLInputElement>(null);
  const file = useFile();
  const send = useSendMended(run.id);
  const replay = useReplay(run.id);
  const error = file.error ?? send.error ?? replay.error;
  const withKey = useWithKey(error);
  const begun = send.data ?? replay.data;
  return (
    <section className="card pad mend" aria-labelledby="mend-title">
      <h2 id="mend-title">{t('mend.title')}</h2>
      <p>{t('mend.lead')}</p>
      {tables.length > 1 && <Choice label={t('mend.table')} value={dataset ?? ''} options={tables.map((one) => ({ value: one, label: one }))} onChange={setChosen} />}
      <p className="row">
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button key={format} busy={file.isPending} onClick={() => void withKey((key) => file.mutate({ path: address(`/api/v1/runs/${encodeURIComponent(run.id)}/quarantine`, { format, dataset }), name: `quarantine.${format}`, key }))} data-refused={format}>
            {t(`mend.download.${format}`)}
          </Button>
        ))}
        <Button look="primary" busy={send.isPending} onClick={() => input.current?.click()}>
          {t('mend.upload')}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".csv,.xlsx"
          className="unseen"
          tabIndex={-1}
          aria-label={t('mend.file')}
          onChange={({ currentTarget }) => {
            const [mended] = Array.from(currentTarget.files ?? []);
            currentTarget.value = '';
            if (mended) void withKey((key) => send.mutate({ file: mended, dataset, key }));
          }}
        />
        <Button busy={replay.isPending} onClick={() => void withKey((key) => replay.mutate({ dataset, key }))}>
          {t('mend.replay')}
        </Button>
      </p>
      <p className="dim">{t('mend.help')}</p>
      <p role="status">{begun && <Link to={`/exchange/runs/${encodeURIComponent(begun.id)}`}>{t('mend.begun')}</Link>}</p>
      {error && <ErrorState error={error} />}
    </section>
  );
}
