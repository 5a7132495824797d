import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DIFFERENCE_KINDS, sourceDiffers, type Differences, type StatementDelivery, type StatementLine } from '../api/reconciliations';
import { CopyButton } from '../common/CopyButton';
import { DataTable } from '../common/DataTable';
import { number } from '../common/format';
import { ReceiptButton } from '../deliveries/ReceiptButton';
import { StatementMark } from './StatementMark';

/** One dataset of a statement: what the source had, the run received and the hub published, and then each target. */
export function Chain({ line }: { line: StatementLine }) {
  const { t } = useTranslation();
  const { dataset, version, run, state, basis, source, sourceRefused, received, refused, published, deliveries, differences } = line;
  const id = `chain-${dataset}`;
  const differs = sourceDiffers(line);
  return (
    <section className="card pad" aria-labelledby={id}>
      <h2 id={id}>
        <Link to={`/datasets/${encodeURIComponent(dataset)}?tab=versions`}>{dataset}</Link> {version} <StatementMark state={state} />
      </h2>
      <ol className="proof-chain" aria-label={t('reconcile.chain')}>
        <Step name={t('reconcile.source')} count={source.count} digest={source.digest}>
          {t(`reconcile.sourceBasis.${basis}`)}
          {sourceRefused > 0 && <div>{t('reconcile.rulesRefuse', { n: number(sourceRefused) })}</div>}
        </Step>
        <Step name={t('reconcile.received')} count={received}>
          <Link to={`/exchange/runs/${encodeURIComponent(run)}`}>{t('reconcile.run')}</Link>
          {refused > 0 && <div>{t('reconcile.refused', { n: number(refused) })}</div>}
        </Step>
        <Step name={t('reconcile.published')} count={published.count} digest={published.digest} differs={differs}>
          <span aria-hidden="true">{differs ? '≠' : '='}</span> {t(differs ? 'reconcile.unlikeSource' : 'reconcile.likeSource')}
          {differs && <Counted differences={differences} />}
        </Step>
      </ol>
      {deliveries.length === 0 ? <p className="dim">{t('reconcile.noTargetHelp')}</p> : <Targets line={line} />}
    </section>
  );
}

function Step({ name, count, digest, differs, children }: { name: string; count: number; digest?: string; differs?: boolean; children: ReactNode }) {
  return (
    <li className={differs ? 'unlike' : undefined}>
      <div className="dim">{name}</div>
      <div className="proof-count">{number(count)}</div>
      <Digest digest={digest} />
      <div className="small dim">{children}</div>
    </li>
  );
}

function Digest({ digest }: { digest?: string }) {
  if (!digest) return null;
  return (
    <div className="small">
      <code>{digest.slice(0, 12)}…</code> <CopyButton text={digest} />
    </div>
  );
}

/** How many keys differ, by kind. */
function Counted({ differences }: { differences: Differences }) {
  const { t } = useTranslation();
  const some = DIFFERENCE_KINDS.filter((kind) => differences[kind] > 0);
  return (
    <>
      {some.map((kind) => (
        <div key={kind}>
          {t(`reconcile.kinds.${kind}`)} {number(differences[kind])}
        </div>
      ))}
      {!differences.complete && <div>{t('reconcile.incomplete')}</div>}
    </>
  );
}

function Targets({ line: { dataset, deliveries } }: { line: StatementLine }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('reconcile.targetsOf', { what: dataset })}
      className="deliveries"
      rows={deliveries}
      keyOf={({ subscription, batch }) => `${subscription} ${batch ?? ''}`}
      columns={[
        {
          name: 'target',
          head: t('reconcile.target'),
          names: true,
          cell: ({ subscription, target }) => (
            <>
              <Link to={`/exchange/deliveries?subscription=${encodeURIComponent(subscription)}`}>{subscription}</Link>
              <div className="dim small">{target}</div>
            </>
          ),
        },
        { name: 'state', head: t('reconcile.state'), className: 'says', cell: (target) => <TargetState target={target} /> },
        {
          name: 'delivered',
          head: t('reconcile.delivered'),
          num: true,
          className: ({ state }) => (state === 'different' ? 'differs' : undefined),
          cell: ({ delivered, digest }) => (
            <>
              {number(delivered)}
              <Digest digest={digest} />
            </>
          ),
        },
        { name: 'batch', head: t('reconcile.batchRows'), num: true, cell: ({ batchRows }) => number(batchRows) },
        { name: 'acknowledged', head: t('reconcile.acknowledged'), num: true, cell: ({ acknowledged }) => number(acknowledged) },
        { name: 'differences', head: t('reconcile.differences'), className: 'batch', cell: ({ differences }) => <Counted differences={differences} /> },
        { name: 'receipt', head: t('runs.receipt.title'), cell: ({ delivery, batch, batchRows }) => delivery && batchRows > 0 && <ReceiptButton delivery={delivery} of={batch ?? delivery} /> },
        { name: 'id', head: t('deliveries.batch'), className: 'batch', cell: ({ batch }) => batch && <code className="small">{batch}</code> },
      ]}
    />
  );
}

function TargetState({ target: { state, basis, trouble } }: { target: StatementDelivery }) {
  const { t } = useTranslation();
  return (
    <>
      <StatementMark state={state} /> <span className="dim small">{t(`reconcile.targetBasis.${basis}`)}</span>
      {trouble && <div className="small delivery-error">{trouble}</div>}
    </>
  );
}
