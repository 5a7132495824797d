import { useTranslation } from 'react-i18next';
import type { Delivery } from '../api/deliveries';
import { instant, number } from '../common/format';

const LOOKS = {
  delivered: { sign: '✓', look: 'good' },
  failed: { sign: '✕', look: 'bad' },
  running: { sign: '…', look: 'open' },
  stopping: { sign: '…', look: 'open' },
  waiting: { sign: '↻', look: 'amber' },
} as const;

/** How a delivery stands, by sign and word; the colour only repeats it. One that waits for its first attempt is no trouble yet. */
export function DeliveryState({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const { sign, look } = delivery.status === 'waiting' && !delivery.error ? LOOKS.running : LOOKS[delivery.status];
  return (
    <span className={`state state-${look}`}>
      <span aria-hidden="true">{sign}</span> {t(`deliveries.statuses.${delivery.status}`)}
    </span>
  );
}

/** When it is tried again, and what went wrong the last time. */
export function DeliveryTrouble({ delivery: { error, nextAt, status } }: { delivery: Delivery }) {
  const { t } = useTranslation();
  if (status === 'delivered' || (!error && !nextAt)) return null;
  return (
    <>
      {nextAt && status === 'waiting' && <div className="small">{t('deliveries.next', { time: instant(nextAt) })}</div>}
      {error && (
        <div className="small delivery-error">
          <code>{error.code}</code> {error.message}
        </div>
      )}
    </>
  );
}

/** What the consumer said. */
export function Acknowledged({ delivery: { acknowledgement } }: { delivery: Delivery }) {
  const { t } = useTranslation();
  if (!acknowledgement) return null;
  const { rows, refused } = acknowledgement;
  return <div className={refused ? 'small amber' : 'dim small'}>{refused ? t('deliveries.acknowledgedRefused', { n: number(rows), refused: number(refused) }) : t('deliveries.acknowledged', { n: number(rows) })}</div>;
}
