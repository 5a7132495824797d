import { useTranslation } from 'react-i18next';
import type { Task } from '../api/types';
import { duration, instant } from '../common/format';

/** How a task stands, by sign and word; the colour only repeats it. */
export function TaskState({ task: { operation } }: { task: Task }) {
  const { t } = useTranslation();
  const { paused, breaker, deadLetter, retry, lagSeconds = 0 } = operation ?? {};
  const broken = breaker?.state === 'open' || breaker?.state === 'half-open';
  const late = lagSeconds >= 60;
  return (
    <>
      {paused && <State sign="‖" look="calm" word={t('tasks.paused')} />}
      {deadLetter && <State sign="✕" look="bad" word={t('tasks.gaveUp', { n: deadLetter.retries ?? 0 })} note={deadLetter.reason?.code} />}
      {broken && <State sign="!" look="amber" word={t('tasks.breaker')} note={breaker.openUntil && t('tasks.until', { time: instant(breaker.openUntil) })} />}
      {retry && <State sign="↻" look="amber" word={t('tasks.retry', { n: retry.retry ?? 0, of: retry.of ?? 0 })} note={t('tasks.next', { time: instant(retry.at) })} />}
      {late && <State sign="!" look="amber" word={t('tasks.late', { time: duration(lagSeconds * 1000) })} />}
      {!paused && !deadLetter && !broken && !retry && !late && <State sign="✓" look="good" word={t('tasks.fine')} />}
    </>
  );
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
