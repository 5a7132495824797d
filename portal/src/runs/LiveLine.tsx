import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen } from '../api/hooks';
import type { Run } from '../api/types';
import { duration, number } from '../common/format';

/** Whole seconds only: a second that ticks is enough to see that something lives. */
const whole = (millis: number) => Math.max(0, Math.floor(millis / 1000) * 1000);

/** How long an open run has been going and how fast, told anew every second. */
export function LiveLine({ run }: { run: Run }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  const open = isOpen(run);
  useEffect(() => {
    if (!open) return undefined;
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, [open]);
  if (!open || run.status === 'held') return null;
  const begun = Date.parse(run.startedAt ?? run.queuedAt ?? '');
  if (Number.isNaN(begun)) return null;
  const gone = now - begun;
  const rate = run.read && gone > 1_000 ? Math.round(run.read / (gone / 1000)) : undefined;
  return (
    <p className="live">
      <span className="live-dot" aria-hidden="true" /> {t('runs.live', { time: duration(whole(gone)) })}
      {rate !== undefined && <span className="dim"> · {t('runs.rate', { n: number(rate) })}</span>}
    </p>
  );
}
