import { isOpen } from '../api/hooks';
import { STEPS, type Run, type Step } from '../api/types';

export type StepState = 'done' | 'now' | 'failed' | 'notReached';

/** What became of each step. A run that failed shows where, as far as it says so. */
export function progressOf(run: Pick<Run, 'status' | 'outcome' | 'step'>): { step: Step; state: StepState }[] {
  const named = STEPS.indexOf((run.step === 'published' ? 'finished' : run.step) as Step);
  if (isOpen(run)) {
    const at = Math.max(0, named);
    return STEPS.map((step, index) => ({ step, state: index < at ? 'done' : index === at ? 'now' : 'notReached' }));
  }
  const broken = run.outcome === 'Failed' || run.outcome === 'Rejected';
  const last = STEPS.length - 1;
  if (!broken) return STEPS.map((step) => ({ step, state: 'done' }));
  const fallback = run.outcome === 'Rejected' ? STEPS.indexOf('decoding') : last;
  const at = named > 0 && named < last ? named : fallback;
  return STEPS.map((step, index) => ({ step, state: index < at ? 'done' : index === at ? 'failed' : 'notReached' }));
}
