import { useTranslation } from 'react-i18next';
import type { Run } from '../api/types';
import { progressOf } from './progress';

const SIGNS = { done: '✓', now: '…', failed: '✕', notReached: '' };

export function Steps({ run }: { run: Run }) {
  const { t } = useTranslation();
  return (
    <ol className="steps" aria-label={t('runs.stepsLabel')}>
      {progressOf(run).map(({ step, state }) => (
        <li key={step} className={`step-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
          <span className="step-sign" aria-hidden="true">
            {SIGNS[state]}
          </span>
          <span>
            {t(`runs.steps.${step}`)}
            <span className="unseen"> {t(`runs.${state}`)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
