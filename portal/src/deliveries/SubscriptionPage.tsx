import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { Problem } from '../api/client';
import { useSubscriptions } from '../api/deliveries';
import { useDatasets } from '../api/hooks';
import { useConnections, useConnectors } from '../api/sources';
import { useAdminKey } from '../app/AdminKey';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { ErrorState } from '../common/ErrorState';
import { Waiting } from '../common/Waiting';
import { FormPage } from '../forms/FormPage';
import { SubscriptionForm } from './SubscriptionForm';

/** A new subscription, or one that is edited. */
export default function SubscriptionPage() {
  const { id } = useParams();
  const [search] = useSearchParams();
  return (
    <FormPage words="subscriptionForm" id={id} home="/exchange/deliveries">
      <Loaded id={id} target={search.get('target') ?? undefined} />
    </FormPage>
  );
}

function Loaded({ id, target }: { id?: string; target?: string }) {
  const { t } = useTranslation();
  const { key = '' } = useAdminKey();
  const connectors = useConnectors('target');
  const targets = useConnections('target', key);
  const subscriptions = useSubscriptions(key);
  const datasets = useDatasets({ size: 100, sort: 'title' });
  useForgetRefusedKey(targets.error);
  const error = connectors.error ?? targets.error ?? subscriptions.error ?? datasets.error;
  if (error) return <ErrorState error={error} />;
  if (!connectors.data || !targets.data || !subscriptions.data || !datasets.data) return <Waiting lines={6} />;
  if (targets.data.length === 0) {
    return (
      <div className="card pad empty">
        <p>{t('subscriptionForm.noTarget')}</p>
        <Link className="button primary" to="/exchange/new-target">
          {t('subscriptionForm.newTarget')}
        </Link>
      </div>
    );
  }
  const edited = subscriptions.data.find((one) => one.id === id);
  if (id !== undefined && !edited) return <ErrorState error={new Problem(404)} />;
  const own = datasets.data.items.filter(({ origin }) => origin?.kind !== 'HARVESTED');
  return <SubscriptionForm connectors={connectors.data} targets={targets.data} datasets={own} taken={subscriptions.data.map((one) => one.id)} edited={edited} target={target} adminKey={key} />;
}
