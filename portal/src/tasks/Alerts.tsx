import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAlerts, useOperation } from '../api/hooks';
import type { Alert } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';
import { instant } from '../common/format';
import { Named } from '../common/Words';

/** The alerts that are open; nothing when there are none. */
export function Alerts() {
  const { t } = useTranslation();
  const { key, ask } = useAdminKey();
  const alerts = useAlerts(key);
  if (!alerts.data || alerts.data.length === 0) return null;
  return (
    <section className="card pad" aria-labelledby="alerts">
      <h2 id="alerts">{t('tasks.alerts', { n: alerts.data.length })}</h2>
      <ul className="alerts">
        {alerts.data.map((alert) => (
          <AlertLine key={alert.id} alert={alert} />
        ))}
      </ul>
      {alerts.data.some((alert) => alert.withheld) && (
        <p className="dim">
          {t('error.withheld')} <Button onClick={() => void ask(true)}>{t('runs.showValues')}</Button>
        </p>
      )}
    </section>
  );
}

function AlertLine({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const { ask } = useAdminKey();
  const operation = useOperation();
  useForgetRefusedKey(operation.error);
  const acknowledge = async () => {
    const key = await ask();
    if (key) operation.mutate({ path: `/api/v1/alerts/${encodeURIComponent(alert.id)}/acknowledge`, key });
  };
  return (
    <li>
      <span className="state state-bad">
        <span aria-hidden="true">!</span> <Named zh={alert.title} en={alert.titleEn} fallback={alert.rule ?? ''} />
      </span>{' '}
      <Named zh={alert.message} en={alert.messageEn} fallback="" />
      <div>{alert.run ? <Link to={`/exchange/runs/${encodeURIComponent(alert.run)}`}>{alert.task}</Link> : alert.task}</div>
      <div className="dim small">
        {instant(alert.raisedAt)}
        {(alert.occurrences ?? 1) > 1 && <> · {t('tasks.times', { n: alert.occurrences })}</>}
        {alert.acknowledgedAt && <> · {t('tasks.acknowledged', { time: instant(alert.acknowledgedAt) })}</>}
      </div>
      {!alert.acknowledgedAt && (
        <Button busy={operation.isPending} aria-label={t('tasks.acknowledgeOf', { what: alert.task ?? '' })} onClick={() => void acknowledge()}>
          {t('tasks.acknowledge')}
        </Button>
      )}
      {operation.error && <ErrorState error={operation.error} />}
    </li>
  );
}
