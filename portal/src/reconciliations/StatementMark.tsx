import { useTranslation } from 'react-i18next';
import type { StatementState } from '../api/reconciliations';

const LOOKS = {
  balanced: { sign: '=', look: 'good' },
  unacknowledged: { sign: '…', look: 'amber' },
  unknown: { sign: '?', look: 'amber' },
  different: { sign: '≠', look: 'bad' },
} as const;

/** How a statement, a dataset or a target stands, by sign and word; the colour only repeats it. */
export function StatementMark({ state }: { state: StatementState }) {
  const { t } = useTranslation();
  const { sign, look } = LOOKS[state];
  return (
    <span className={`state state-${look}`} data-state={state}>
      <span aria-hidden="true">{sign}</span> {t(`reconcile.states.${state}`)}
    </span>
  );
}
