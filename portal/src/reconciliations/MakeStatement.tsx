import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useTasks } from '../api/hooks';
import { useReconcile } from '../api/reconciliations';
import { useWithKey } from '../app/useWithKey';
import { Button } from '../common/Button';
import { Choice } from '../common/Choice';
import { ErrorState } from '../common/ErrorState';
import { day } from '../common/format';

const today = () => day(new Date().toISOString());

/** Chooses a task and a day, makes their statement and opens it. */
export function MakeStatement({ task }: { task: string }) {
  const { t } = useTranslation();
  const tasks = useTasks();
  const [chosen, setChosen] = useState(task);
  const [date, setDate] = useState(today);
  const known = tasks.data ?? [];
  if (known.length === 0) return null;
  const wanted = chosen || (known[0]?.id ?? '');
  return (
    <div className="conditions make-statement">
      <Choice label={t('reconcile.task')} value={wanted} options={known.map(({ id, title }) => ({ value: id, label: title && title !== id ? `${title} (${id})` : id }))} onChange={setChosen} />
      <label className="choice">
        <span>{t('reconcile.date')}</span>
        <input className="input" type="date" value={date} max={today()} onChange={(event) => setDate(event.target.value)} />
      </label>
      <ReconcileButton task={wanted} date={date} label={t('reconcile.make')} primary />
    </div>
  );
}

/** Reading everything again may take minutes: the button says so meanwhile. */
export function ReconcileButton({ task, date, label, primary }: { task: string; date: string; label: string; primary?: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const reconcile = useReconcile();
  const withKey = useWithKey(reconcile.error);
  const click = (key: string) => reconcile.mutate({ task, date, key }, { onSuccess: ({ id }) => void navigate(`/exchange/reconciliations/${encodeURIComponent(id)}`) });
  return (
    <>
      <Button look={primary ? 'primary' : 'plain'} busy={reconcile.isPending} disabled={!date} data-reconcile={task} onClick={() => void withKey(click)}>
        {label}
      </Button>
      <span role="status" className="dim small">
        {reconcile.isPending && t('reconcile.making')}
      </span>
      {reconcile.error && <ErrorState error={reconcile.error} />}
    </>
  );
}
