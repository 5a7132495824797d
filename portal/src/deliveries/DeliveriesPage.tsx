import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSubscriptions, useTargets } from '../api/deliveries';
import { useAdminKey } from '../app/AdminKey';
import { KeyGate } from '../app/KeyGate';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { ErrorState } from '../common/ErrorState';
import { useTitle } from '../common/useTitle';
import { Waiting } from '../common/Waiting';
import { DeliveryLog } from './DeliveryLog';
import { SubscriptionTable } from './SubscriptionTable';
import { TargetTable } from './TargetTable';
import '../runs/runs.css';
import './deliveries.css';

/** Subscriptions and targets tell of other departments' systems; without the key nothing of them is asked for. */
export default function DeliveriesPage() {
  const { t } = useTranslation();
  useTitle(t('deliveries.title'));
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('deliveries.title')}</h1>
        <p className="dim">{t('deliveries.lead')}</p>
      </div>
      <KeyGate why={t('deliveries.keyWhy')}>{(forget) => <Known forget={forget} />}</KeyGate>
    </div>
  );
}

function Known({ forget }: { forget: ReactNode }) {
  const { t } = useTranslation();
  const { key } = useAdminKey();
  const subscriptions = useSubscriptions(key);
  const targets = useTargets(key);
  useForgetRefusedKey(subscriptions.error);
  const error = subscriptions.error ?? targets.error;
  return (
    <>
      <section className="card pad" aria-labelledby="subscriptions">
        <div className="delivery-head">
          <h2 id="subscriptions">{t('deliveries.subscriptions')}</h2>
          <div className="row">
            <Link className="button" to="/exchange/new-subscription" data-new-subscription>
              {t('subscriptionForm.new')}
            </Link>
            {forget}
          </div>
        </div>
        {subscriptions.isPending && <Waiting lines={4} />}
        {error && (
          <ErrorState
            error={error}
            onRetry={() => {
              void subscriptions.refetch();
              void targets.refetch();
            }}
          />
        )}
        {!error && subscriptions.data?.length === 0 && (
          <div className="empty">
            <strong>{t('deliveries.none')}</strong>
            <p>{t('deliveries.noneHelp')}</p>
          </div>
        )}
        {!error && subscriptions.data && subscriptions.data.length > 0 && <SubscriptionTable subscriptions={subscriptions.data} targets={targets.data ?? []} />}
      </section>
      {targets.data && (
        <section className="card pad" aria-labelledby="targets">
          <div className="delivery-head">
            <h2 id="targets">{t('deliveries.targets')}</h2>
            <Link className="button" to="/exchange/new-target" data-new-target>
              {t('targetForm.new')}
            </Link>
          </div>
          {targets.data.length > 0 && <TargetTable targets={targets.data} subscriptions={subscriptions.data ?? []} />}
        </section>
      )}
      {!error && <DeliveryLog />}
    </>
  );
}
