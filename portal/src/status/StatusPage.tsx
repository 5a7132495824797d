import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useHealth } from '../api/hooks';
import type { HealthComponent } from '../api/types';
import { ErrorState } from '../common/ErrorState';
import { bytes, instant, number } from '../common/format';
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
            <Components list={components.filter(([name, { status }]) => name in PARTS || status !== 'UP')} />
            {components.some(([name]) => !(name in PARTS)) && (
              <details className="other-checks">
                <summary>{t('status.others')}</summary>
                <Components list={components.filter(([name, { status }]) => !(name in PARTS) && status === 'UP')} />
              </details>
            )}
          </>
        )}
      </div>
    </div>
  );
}

/** What an operator asks for by name; the rest are checks of the framework. */
const PARTS: Record<string, true> = { database: true, db: true, search: true, graph: true, objects: true, diskSpace: true };

function Components({ list }: { list: [string, HealthComponent][] }) {
  const { t } = useTranslation();
  return (
    <ul className="health">
      {list.map(([name, component]) => (
        <li key={name}>
          <strong>{t(`status.names.${name}`, name)}</strong>
          <HealthTag health={component} />
          <span className="dim small break">{detailText(component, t)}</span>
        </li>
      ))}
    </ul>
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

/** Sizes and distances in words; where things lie on the machine is nobody's business. */
function detailText({ details = {} }: HealthComponent, t: TFunction): string {
  const { free, total, lag } = details;
  if (typeof free === 'number' && typeof total === 'number') return t('status.disk', { free: bytes(free), total: bytes(total) });
  if (typeof lag === 'number') return lag > 0 ? t('status.lag', { n: number(lag) }) : t('status.upToDate');
  return Object.entries(details)
    .filter(([name, value]) => name !== 'path' && value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(' · ');
}
