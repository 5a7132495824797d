import { useTranslation } from 'react-i18next';
import { isOpen, useReceiptCheck } from '../api/hooks';
import type { Run } from '../api/types';
import { CopyButton } from '../common/CopyButton';
import { FileLink } from '../common/FileLink';

/** The signed receipt of a finished run, and whether the server finds it sound. */
export function ReceiptCard({ run }: { run: Run }) {
  const { t } = useTranslation();
  const { data: check } = useReceiptCheck(run.id, !isOpen(run));
  if (check?.verified === undefined) return null;
  const address = `/api/v1/runs/${encodeURIComponent(run.id)}/receipt`;
  return (
    <section className="card side-card" aria-labelledby="receipt-title" data-receipt={check.verified ? 'verified' : 'broken'}>
      <h2 id="receipt-title">{t('runs.receipt.title')}</h2>
      <p>
        <strong>{check.verified ? `✓ ${t('runs.receipt.verified')}` : `✗ ${t('runs.receipt.broken')}`}</strong>
      </p>
      {check.faults?.map((fault) => <p key={fault}>{fault}</p>)}
      <dl className="notes">
        <div>
          <dt>{t('runs.receipt.number')}</dt>
          <dd>{t('runs.receipt.sequence', { n: check.sequence })}</dd>
        </div>
        <div>
          <dt>{t('runs.receipt.algorithm')}</dt>
          <dd>{check.signatureAlgorithm}</dd>
        </div>
        <div>
          <dt>{t('runs.receipt.digest')}</dt>
          <dd className="break">
            <code>{check.digest.slice(0, 20)}…</code> <CopyButton text={check.digest} />
          </dd>
        </div>
        <div>
          <dt>{t('runs.receipt.key')}</dt>
          <dd className="break">
            <code>{check.keyId.slice(0, 16)}…</code> <CopyButton text={check.keyId} />
          </dd>
        </div>
      </dl>
      <p>
        <FileLink url={address} name="receipt" keyed className="">
          {t('runs.receipt.download')}
        </FileLink>{' '}
        <a href="/api/v1/receipts/key">{t('runs.receipt.publicKey')}</a>
      </p>
    </section>
  );
}
