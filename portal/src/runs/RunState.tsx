import { useTranslation } from 'react-i18next';
import type { Outcome, Run } from '../api/types';

const LOOKS: Record<Outcome, { sign: string; look: string }> = {
  Published: { sign: '✓', look: 'good' },
  Unchanged: { sign: '=', look: 'calm' },
  Rejected: { sign: '!', look: 'amber' },
  Failed: { sign: '✕', look: 'bad' },
};

/** How a run stands, by sign and word; the colour only repeats it. */
export function RunState({ run }: { run: Pick<Run, 'status' | 'outcome'> }) {
  const { t } = useTranslation();
  const look = run.status === 'finished' && run.outcome ? LOOKS[run.outcome] : undefined;
  const word = run.status === 'finished' && run.outcome ? t(`runs.outcomes.${run.outcome}`, run.outcome) : t(`runs.statuses.${run.status}`, run.status);
  return (
    <span className={`state state-${look?.look ?? 'open'}`}>
      <span aria-hidden="true">{look?.sign ?? '…'}</span> {word}
    </span>
  );
}
