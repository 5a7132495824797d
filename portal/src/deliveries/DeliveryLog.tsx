import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DELIVERY_STATUSES, useDeliveries, useSubscriptions } from '../api/deliveries';
import { useAdminKey } from '../app/AdminKey';
import { Choice } from '../common/Choice';
import { DataTable } from '../common/DataTable';
import { bytes, duration, instant, number } from '../common/format';
import { Listing } from '../common/Listing';
import { useFilters } from '../common/useFilters';
import { Acknowledged, DeliveryState, DeliveryTrouble } from './DeliveryState';
import { ReceiptButton } from './ReceiptButton';

const SIZE = 20;

/** Every delivery, newest first. */
export function DeliveryLog() {
  const { t } = useTranslation();
  const { key } = useAdminKey();
  const subscriptions = useSubscriptions(key);
  const { value, page, set, pageAddress } = useFilters();
  const found = useDeliveries({ status: value('status'), subscription: value('subscription'), page, size: SIZE }, key);
  const any = { value: '', label: t('runs.any') };
  return (
    <section className="card pad" aria-labelledby="deliveries">
      <h2 id="deliveries">{t('deliveries.log')}</h2>
      <div className="conditions">
        <Choice label={t('deliveries.state')} value={value('status')} options={[any, ...DELIVERY_STATUSES.map((one) => ({ value: one, label: t(`deliveries.statuses.${one}`) }))]} onChange={(one) => set('status', one)} />
        <Choice label={t('deliveries.subscription')} value={value('subscription')} options={[any, ...(subscriptions.data ?? []).map(({ id, title }) => ({ value: id, label: title ?? id }))]} onChange={(one) => set('subscription', one)} />
      </div>
      <Listing found={found} count={(n) => t('deliveries.count', { n: number(n) })} none={<p className="empty">{t('deliveries.noneFound')}</p>} page={page} size={SIZE} pageAddress={pageAddress} stay>
        {(items) => (
          <DataTable
            label={t('deliveries.log')}
            className="deliveries"
            rows={items}
            keyOf={({ id }) => id}
            columns={[
              {
                name: 'what',
                head: t('deliveries.what'),
                names: true,
                cell: ({ subscription, dataset, from, version }) => (
                  <>
                    {subscription}
                    <div className="dim small">
                      <Link to={`/datasets/${encodeURIComponent(dataset)}?tab=versions`}>{dataset}</Link> {from ? `${from} → ${version}` : version}
                    </div>
                  </>
                ),
              },
              {
                name: 'state',
                head: t('deliveries.outcome'),
                className: 'says',
                cell: (delivery) => (
                  <>
                    <DeliveryState delivery={delivery} />
                    <DeliveryTrouble delivery={delivery} />
                    <Acknowledged delivery={delivery} />
                  </>
                ),
              },
              { name: 'rows', head: t('deliveries.rows'), num: true, cell: ({ rows, status }) => (status === 'waiting' ? '' : number(rows)) },
              { name: 'bytes', head: t('deliveries.bytes'), num: true, cell: ({ bytes: size, status }) => (status === 'waiting' ? '' : bytes(size)) },
              { name: 'attempts', head: t('deliveries.attempts'), num: true, className: ({ attempt }) => (attempt > 1 ? 'amber' : undefined), cell: ({ attempt }) => number(attempt) },
              { name: 'time', head: t('deliveries.time'), className: 'when', cell: ({ endedAt, startedAt, plannedAt }) => instant(endedAt ?? startedAt ?? plannedAt) },
              { name: 'duration', head: t('runs.duration'), num: true, cell: ({ durationMillis }) => duration(durationMillis) },
              { name: 'receipt', head: t('runs.receipt.title'), cell: ({ id, status, batch }) => status === 'delivered' && <ReceiptButton delivery={id} of={batch} /> },
              { name: 'target', head: t('deliveries.target'), cell: ({ target }) => target },
              { name: 'batch', head: t('deliveries.batch'), className: 'batch', cell: ({ batch }) => <code className="small">{batch}</code> },
            ]}
          />
        )}
      </Listing>
    </section>
  );
}
