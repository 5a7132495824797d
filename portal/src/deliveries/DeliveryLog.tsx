import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { DELIVERY_STATUSES, useDeliveries, useSubscriptions } from '../api/deliveries';
import { useAdminKey } from '../app/AdminKey';
import { Choice } from '../common/Choice';
import { DataTable } from '../common/DataTable';
import { ErrorState } from '../common/ErrorState';
import { bytes, duration, instant, number } from '../common/format';
import { Pages } from '../common/Pages';
import { Waiting } from '../common/Waiting';
import { Acknowledged, DeliveryState, DeliveryTrouble } from './DeliveryState';

const SIZE = 20;

/** Every delivery, newest first. */
export function DeliveryLog() {
  const { t } = useTranslation();
  const { key } = useAdminKey();
  const subscriptions = useSubscriptions(key);
  const [search, setSearch] = useSearchParams();
  const value = (name: string) => search.get(name) ?? '';
  const page = Math.max(1, Math.trunc(Number(value('page'))) || 1);
  const found = useDeliveries({ status: value('status'), subscription: value('subscription'), page, size: SIZE }, key);
  const set = (name: string, chosen: string) => {
    const next = new URLSearchParams(search);
    if (chosen) next.set(name, chosen);
    else next.delete(name);
    if (name !== 'page') next.delete('page');
    return next;
  };
  const any = { value: '', label: t('runs.any') };
  const items = found.data?.items ?? [];
  return (
    <section className="card pad" aria-labelledby="deliveries">
      <h2 id="deliveries">{t('deliveries.log')}</h2>
      <div className="conditions">
        <Choice label={t('deliveries.state')} value={value('status')} options={[any, ...DELIVERY_STATUSES.map((one) => ({ value: one, label: t(`deliveries.statuses.${one}`) }))]} onChange={(one) => setSearch(set('status', one))} />
        <Choice label={t('deliveries.subscription')} value={value('subscription')} options={[any, ...(subscriptions.data ?? []).map(({ id, title }) => ({ value: id, label: title ?? id }))]} onChange={(one) => setSearch(set('subscription', one))} />
      </div>
      <p role="status" className="dim">
        {found.data && !found.isError && t('deliveries.count', { n: number(found.data.total) })}
      </p>
      {found.isPending && <Waiting lines={6} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {!found.isError && found.data && items.length === 0 && <p className="empty">{t('deliveries.noneFound')}</p>}
      {!found.isError && items.length > 0 && (
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
            { name: 'target', head: t('deliveries.target'), cell: ({ target }) => target },
            { name: 'batch', head: t('deliveries.batch'), className: 'batch', cell: ({ batch }) => <code className="small">{batch}</code> },
          ]}
        />
      )}
      {!found.isError && <Pages page={page} pages={Math.ceil((found.data?.total ?? 0) / SIZE)} to={(one) => `?${set('page', one > 1 ? String(one) : '').toString()}`} />}
    </section>
  );
}
