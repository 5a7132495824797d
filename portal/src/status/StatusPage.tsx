import { useTranslation } from 'react-i18next';
import { useHealth } from '../api/hooks';
import type { HealthComponent } from '../api/types';
import { ErrorState } from '../common/ErrorState';
import { instant } from '../common/format';
import { useTitle } from '../common/useTitle';
import { Waiting } from '../common/Waiting';

export default function StatusPage() {
  const { t } = useTranslation();
  useTitle(t('status.title'));
  const { data: health, isPending, error, refetch, dataUpdatedAt } = useHealth();
  const components = Object.entries(health?.components ?? {});
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('status.title')}</h1>
      </div>
      <div className="card pad">
        {isPending && <Waiting />}
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {health && !error && (
          <>
            <p role="status" className="overall">
              <HealthTag health={health} /> {t(health.status === 'UP' ? 'status.ok' : 'status.bad')}
            </p>
            <p className="dim">
              {t('status.checked')} {instant(new Date(dataUpdatedAt).toISOString())}
            </p>
            <h2>{t('status.parts')}</h2>
            {components.length === 0 && <p className="dim">{t('status.none')}</p>}
            <ul className="health">
              {components.map(([name, component]) => (
                <li key={name}>
                  <strong>{name}</strong>
                  <HealthTag health={component} />
                  <span className="dim small break">{detailText(component)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}

const STATES = ['UP', 'DOWN', 'OUT_OF_SERVICE', 'UNKNOWN'];

function HealthTag({ health }: { health: HealthComponent }) {
  const { t } = useTranslation();
  const up = health.status === 'UP';
  return (
    <span className={`state state-${up ? 'good' : health.status === 'UNKNOWN' ? 'calm' : 'bad'}`}>
      <span aria-hidden="true">{up ? '✓' : '✕'}</span> {STATES.includes(health.status) ? t(`status.${health.status}`) : health.status}
    </span>
  );
}

function detailText({ details = {} }: HealthComponent): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(' · ');
}
