import type { TFunction } from 'i18next';
import type { Outcome, RunStatus } from '../api/types';
import type { TableColumn } from '../common/DataTable';
import { number } from '../common/format';
import { RunState } from './RunState';

interface Counted {
  status?: RunStatus;
  outcome?: Outcome;
  read?: number;
  refused?: number;
  published?: number;
}

/** What every table of runs says alike: the outcome and the three counts. */
export function outcomeColumns<Row extends Counted>(t: TFunction): TableColumn<Row>[] {
  return [
    { name: 'outcome', head: t('runs.outcome'), cell: ({ status = 'finished', outcome }) => (outcome ?? status !== 'finished') ? <RunState run={{ status, outcome }} /> : null },
    { name: 'read', head: t('runs.read'), num: true, cell: ({ read }) => number(read) },
    { name: 'refused', head: t('runs.refused'), num: true, className: ({ refused }) => (refused ? 'amber' : undefined), cell: ({ refused }) => number(refused) },
    { name: 'published', head: t('runs.published'), num: true, cell: ({ published }) => number(published) },
  ];
}
