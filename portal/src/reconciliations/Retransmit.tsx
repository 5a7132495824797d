import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDelivery } from '../api/deliveries';
import { isOpen, useRun } from '../api/hooks';
import { sourceDiffers, useRetransmit, type Retransmission, type Statement } from '../api/reconciliations';
import { useAdminKey } from '../app/AdminKey';
import { useWithKey } from '../app/useWithKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';
import { number } from '../common/format';
import { DeliveryState, DeliveryTrouble } from '../deliveries/DeliveryState';
import { RunState } from '../runs/RunState';
import { ReconcileButton } from './MakeStatement';

const ConfirmDialog = lazy(() => import('../common/ConfirmDialog'));

/** Orders what differs to be transmitted once more, after a confirmation, and follows it to its end. */
export function Retransmit({ statement }: { statement: Statement }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const retransmit = useRetransmit(statement.id);
  const withKey = useWithKey(retransmit.error);
  const targets = statement.lines.flatMap(({ deliveries }) => deliveries.filter(({ state }) => state === 'different'));
  const fromSource = statement.lines.filter(sourceDiffers);
  const close = (yes: boolean) => {
    setAsking(false);
    if (yes) void withKey((key) => retransmit.mutate(key));
  };
  return (
    <div className="retransmit">
      <Button look="primary" busy={retransmit.isPending} data-retransmit onClick={() => setAsking(true)}>
        {t('reconcile.retransmit')}
      </Button>
      {asking && (
        <Suspense>
          <ConfirmDialog title={t('reconcile.retransmitTitle')} ok={t('reconcile.retransmitOk')} onClose={close}>
            <p>{t('reconcile.retransmitText')}</p>
            <ul>
              {fromSource.map(({ dataset, differences }) => (
                <li key={dataset}>{t('reconcile.retransmitSource', { what: dataset, n: number(differences.onlyInSource + differences.onlyInTarget + differences.different) })}</li>
              ))}
              {targets.map(({ subscription, differences }) => (
                <li key={subscription}>{t('reconcile.retransmitTarget', { what: subscription, n: number(differences.onlyInSource + differences.onlyInTarget + differences.different) })}</li>
              ))}
            </ul>
          </ConfirmDialog>
        </Suspense>
      )}
      {retransmit.error && <ErrorState error={retransmit.error} />}
      {retransmit.data && <Ordered ordered={retransmit.data} statement={statement} />}
    </div>
  );
}

function Ordered({ ordered: { run, deliveries, notes }, statement }: { ordered: Retransmission; statement: Statement }) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="ordered" className="ordered">
      <h2 id="ordered">{t('reconcile.ordered')}</h2>
      <ul role="status">
        {run && <OrderedRun id={run.id} />}
        {deliveries.map(({ id, subscription }) => (
          <OrderedDelivery key={id} id={id} subscription={subscription} />
        ))}
        {!run && deliveries.length === 0 && <li>{t('reconcile.nothingOrdered')}</li>}
      </ul>
      {notes.map((note) => (
        <p key={note} className="note">
          {note}
        </p>
      ))}
      <p>
        <ReconcileButton task={statement.task} date={statement.date} label={t('reconcile.check')} />
      </p>
    </section>
  );
}

function OrderedRun({ id }: { id: string }) {
  const { t } = useTranslation();
  const { key } = useAdminKey();
  const { data: run } = useRun(id, key);
  return (
    <li>
      <Link to={`/exchange/runs/${encodeURIComponent(id)}`}>{t('reconcile.orderedRun')}</Link> {run && <RunState run={run} />} {run && !isOpen(run) && t('deliveries.rowsOf', { n: number(run.read) })}
    </li>
  );
}

function OrderedDelivery({ id, subscription }: { id: string; subscription: string }) {
  const { t } = useTranslation();
  const { key } = useAdminKey();
  const { data: delivery } = useDelivery(id, key);
  return (
    <li>
      <Link to={`/exchange/deliveries?subscription=${encodeURIComponent(subscription)}`}>{subscription}</Link>{' '}
      {delivery && (
        <>
          <DeliveryState delivery={delivery} /> {delivery.status === 'delivered' && t('deliveries.rowsOf', { n: number(delivery.rows) })}
          <DeliveryTrouble delivery={delivery} />
        </>
      )}
    </li>
  );
}
