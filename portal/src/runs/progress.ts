import { isOpen } from '../api/hooks';
import { STEPS, type Run, type Step } from '../api/types';

export type StepState = 'done' | 'now' | 'failed' | 'notReached';

/** What became of each step. A run that failed shows where. */
export function progressOf(run: Pick<Run, 'status' | 'outcome' | 'step' | 'error'>): { step: Step; state: StepState }[] {
  const named = STEPS.indexOf((run.step === 'published' ? 'finished' : run.step) as Step);
  if (isOpen(run)) {
    const at = Math.max(0, named);
    return STEPS.map((step, index) => ({ step, state: index < at ? 'done' : index === at ? 'now' : 'notReached' }));
  }
  if (run.outcome !== 'Failed' && run.outcome !== 'Rejected') return STEPS.map((step) => ({ step, state: 'done' }));
  const told = named >= 0 && named < STEPS.length - 1;
  const at = told ? named : STEPS.indexOf(run.outcome === 'Failed' && failedToFetch(run.error?.code) ? 'fetching' : 'decoding');
  return STEPS.map((step, index) => ({ step, state: index < at ? 'done' : index === at ? 'failed' : 'notReached' }));
}

/** Runs that failed before hubs kept the step only have their code to tell. */
const failedToFetch = (code = '') => /^(SOURCE_(?!EMPTY)|HOST_|SETTINGS_|UNKNOWN_|LIMIT_|RUN_)/.test(code);
