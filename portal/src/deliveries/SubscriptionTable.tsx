import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDeliveryOperation, type Subscription, type Target } from '../api/deliveries';
import { useWithKey } from '../app/useWithKey';
import { Button } from '../common/Button';
import { DataTable } from '../common/DataTable';
import { ErrorState } from '../common/ErrorState';
import { instant, number } from '../common/format';
import { TitleAndId } from '../common/TitleAndId';
import { Acknowledged, DeliveryState, DeliveryTrouble } from './DeliveryState';

const ConfirmDialog = lazy(() => import('../common/ConfirmDialog'));

export function SubscriptionTable({ subscriptions, targets }: { subscriptions: Subscription[]; targets: Target[] }) {
  const { t } = useTranslation();
  const titleOf = (id: string) => targets.find((target) => target.id === id)?.title ?? id;
  return (
    <DataTable
      label={t('deliveries.subscriptions')}
      className="deliveries"
      rows={subscriptions}
      keyOf={({ id }) => id}
      columns={[
        { name: 'subscription', head: t('deliveries.subscription'), names: true, cell: ({ id, title }) => <TitleAndId id={id} title={title} /> },
        { name: 'state', head: t('deliveries.state'), className: 'says', cell: (subscription) => <State subscription={subscription} /> },
        { name: 'action', head: t('deliveries.action'), cell: (subscription) => <Actions subscription={subscription} /> },
        { name: 'dataset', head: t('deliveries.dataset'), cell: ({ dataset }) => <Link to={`/datasets/${encodeURIComponent(dataset)}`}>{dataset}</Link> },
        {
          name: 'target',
          head: t('deliveries.target'),
          cell: ({ target, place }) => (
            <>
              {titleOf(target)}
              <div className="dim small">
                <code>{place}</code>
              </div>
            </>
          ),
        },
        { name: 'mode', head: t('deliveries.mode'), cell: ({ mode }) => t(`deliveries.modes.${mode}`) },
      ]}
    />
  );
}

function State({ subscription: { paused, lastDelivery } }: { subscription: Subscription }) {
  const { t } = useTranslation();
  return (
    <>
      {paused && (
        <div>
          <span className="state state-calm">
            <span aria-hidden="true">‖</span> {t('deliveries.paused')}
          </span>
        </div>
      )}
      {lastDelivery ? (
        <>
          <DeliveryState delivery={lastDelivery} /> <span className="small">{lastDelivery.version}</span>
          {lastDelivery.status === 'delivered' && (
            <div className="dim small">
              {t('deliveries.rowsOf', { n: number(lastDelivery.rows) })} · {instant(lastDelivery.endedAt)}
            </div>
          )}
          <DeliveryTrouble delivery={lastDelivery} />
          <Acknowledged delivery={lastDelivery} />
        </>
      ) : (
        !paused && <span className="dim">{t('deliveries.never')}</span>
      )}
    </>
  );
}

function Actions({ subscription: { id, title, paused, lastDelivery } }: { subscription: Subscription }) {
  const { t } = useTranslation();
  const operation = useDeliveryOperation();
  const withKey = useWithKey(operation.error);
  const [asking, setAsking] = useState(false);
  const what = title ?? id;
  const path = `/api/v1/subscriptions/${encodeURIComponent(id)}`;
  const act = (verb: string) => withKey((key) => operation.mutate({ path: `${path}/${verb}`, key }));
  const close = (yes: boolean) => {
    setAsking(false);
    if (yes) void withKey((key) => operation.mutate({ path, key, removes: true }));
  };
  const due = lastDelivery?.status === 'failed' || lastDelivery?.status === 'waiting';
  return (
    <div className="actions">
      {!paused && due && (
        <Button busy={operation.isPending} aria-label={t('deliveries.nowOf', { what })} data-deliver={id} onClick={() => void act('deliver-now')}>
          {t('deliveries.now')}
        </Button>
      )}
      <Button busy={operation.isPending} aria-label={t(paused ? 'tasks.resumeOf' : 'tasks.pauseOf', { what })} onClick={() => void act(paused ? 'resume' : 'pause')}>
        {t(paused ? 'tasks.resume' : 'tasks.pause')}
      </Button>
      <Link className="button" aria-label={t('sources.editOf', { what })} to={`/exchange/subscriptions/${encodeURIComponent(id)}`}>
        {t('sources.edit')}
      </Link>
      <Button look="danger" busy={operation.isPending} aria-label={t('deliveries.removeOf', { what })} onClick={() => setAsking(true)}>
        {t('deliveries.remove')}
      </Button>
      {asking && (
        <Suspense>
          <ConfirmDialog title={t('deliveries.removeTitle', { what })} ok={t('deliveries.remove')} onClose={close}>
            <p>{t('deliveries.removeText')}</p>
          </ConfirmDialog>
        </Suspense>
      )}
      {operation.isSuccess && (
        <span role="status" className="small">
          {t('deliveries.done')}
        </span>
      )}
      {operation.error && <ErrorState error={operation.error} />}
    </div>
  );
}
