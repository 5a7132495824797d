import { useTranslation } from 'react-i18next';
import type { Run, Task } from '../api/types';
import { duration, instant } from '../common/format';

/** How a task stands, by sign and word; the colour only repeats it. */
export function TaskState({ task: { operation, lastRun } }: { task: Task }) {
  const { t } = useTranslation();
  const { paused, breaker, deadLetter, retry, lagSeconds = 0 } = operation ?? {};
  const broken = breaker?.state === 'open' || breaker?.state === 'half-open';
  const late = lagSeconds >= 60;
  const told = paused || deadLetter || broken || retry || late;
  return (
    <>
      {paused && <State sign="‖" look="calm" word={t('tasks.paused')} />}
      {deadLetter && <State sign="✕" look="bad" word={t('tasks.gaveUp', { n: deadLetter.retries ?? 0 })} note={deadLetter.reason?.code} />}
      {broken && <State sign="!" look="amber" word={t('tasks.breaker')} note={breaker.openUntil && t('tasks.until', { time: instant(breaker.openUntil) })} />}
      {retry && <State sign="↻" look="amber" word={t('tasks.retry', { n: retry.retry ?? 0, of: retry.of ?? 0 })} note={t('tasks.next', { time: instant(retry.at) })} />}
      {late && <State sign="!" look="amber" word={t('tasks.late', { time: duration(lagSeconds * 1000) })} />}
      {!told && <Last run={lastRun} />}
    </>
  );
}

/** Nothing else is to be told: the last run says how it goes. */
function Last({ run }: { run?: Run }) {
  const { t } = useTranslation();
  if (run?.status === 'held') return <State sign="!" look="amber" word={t('tasks.lastHeld')} />;
  if (run?.outcome === 'Failed') return <State sign="✕" look="bad" word={t('tasks.lastFailed')} note={run.error?.code} />;
  if (run?.outcome === 'Rejected') return <State sign="✕" look="bad" word={t('tasks.lastRejected')} />;
  return <State sign="✓" look="good" word={t('tasks.fine')} />;
}

function State({ sign, look, word, note }: { sign: string; look: string; word: string; note?: string }) {
  return (
    <div>
      <span className={`state state-${look}`}>
        <span aria-hidden="true">{sign}</span> {word}
      </span>
      {note && <div className="dim small">{note}</div>}
    </div>
  );
}
