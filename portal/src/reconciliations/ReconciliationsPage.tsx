import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTasks } from '../api/hooks';
import { STATEMENT_STATES, useStatements } from '../api/reconciliations';
import { useAdminKey } from '../app/AdminKey';
import { KeyGate } from '../app/KeyGate';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { Choice } from '../common/Choice';
import { number } from '../common/format';
import { Listing } from '../common/Listing';
import { useFilters } from '../common/useFilters';
import { useTitle } from '../common/useTitle';
import { MakeStatement } from './MakeStatement';
import { StatementTable } from './StatementTable';
import '../deliveries/deliveries.css';
import '../runs/runs.css';
import './reconciliations.css';

const SIZE = 20;

/** Statements name rows that were never published; without the key nothing of them is asked for. */
export default function ReconciliationsPage() {
  const { t } = useTranslation();
  useTitle(t('reconcile.title'));
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('reconcile.title')}</h1>
        <p className="dim">{t('reconcile.lead')}</p>
      </div>
      <KeyGate why={t('reconcile.keyWhy')}>{(forget) => <Known forget={forget} />}</KeyGate>
    </div>
  );
}

function Known({ forget }: { forget: ReactNode }) {
  const { t } = useTranslation();
  const { key } = useAdminKey();
  const tasks = useTasks();
  const { value, page, set, pageAddress } = useFilters();
  const found = useStatements({ task: value('task'), date: value('date'), state: value('state'), page, size: SIZE }, key);
  useForgetRefusedKey(found.error);
  const any = { value: '', label: t('runs.any') };
  const narrowed = ['task', 'date', 'state'].some((name) => value(name));
  const ids = [...new Set([...(tasks.data ?? []).map(({ id }) => id), ...(value('task') ? [value('task')] : [])])];
  return (
    <>
      <section className="card pad" aria-labelledby="make">
        <div className="delivery-head">
          <h2 id="make">{t('reconcile.make')}</h2>
          {forget}
        </div>
        <p className="dim">{t('reconcile.makeHelp')}</p>
        <MakeStatement task={value('task')} key={value('task')} />
      </section>
      <section className="card pad" aria-labelledby="statements">
        <h2 id="statements">{t('reconcile.statements')}</h2>
        <div className="conditions">
          <Choice label={t('reconcile.task')} value={value('task')} options={[any, ...ids.map((id) => ({ value: id, label: id }))]} onChange={(one) => set('task', one)} />
          <label className="choice">
            <span>{t('reconcile.date')}</span>
            <input className="input" type="date" value={value('date')} onChange={(event) => set('date', event.target.value)} />
          </label>
          <Choice label={t('reconcile.state')} value={value('state')} options={[any, ...STATEMENT_STATES.map((one) => ({ value: one, label: t(`reconcile.states.${one}`) }))]} onChange={(one) => set('state', one)} />
        </div>
        <Listing
          found={found}
          count={(n) => t('reconcile.count', { n: number(n) })}
          none={
            <div className="empty">
              <strong>{t(narrowed ? 'reconcile.noneFound' : 'reconcile.none')}</strong>
              {!narrowed && <p>{t('reconcile.noneHelp')}</p>}
            </div>
          }
          page={page}
          size={SIZE}
          pageAddress={pageAddress}
        >
          {(statements) => <StatementTable statements={statements} />}
        </Listing>
      </section>
    </>
  );
}
