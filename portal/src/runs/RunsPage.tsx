import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { isOpen, useRuns } from '../api/hooks';
import { OUTCOMES, STATUSES } from '../api/types';
import { Choice } from '../common/Choice';
import { ErrorState } from '../common/ErrorState';
import { number } from '../common/format';
import { Pages } from '../common/Pages';
import { useTitle } from '../common/useTitle';
import { Waiting } from '../common/Waiting';
import { RunTable } from './RunTable';
import './runs.css';

const SIZE = 20;

export default function RunsPage() {
  const { t } = useTranslation();
  useTitle(t('runs.title'));
  const [search, setSearch] = useSearchParams();
  const value = (name: string) => search.get(name) ?? '';
  const page = Math.max(1, Math.trunc(Number(value('page'))) || 1);
  const runs = useRuns({ status: value('status'), outcome: value('outcome'), task: value('task'), page, size: SIZE });
  const set = (name: string, chosen: string) => {
    const next = new URLSearchParams(search);
    if (chosen) next.set(name, chosen);
    else next.delete(name);
    if (name !== 'page') next.delete('page');
    return next;
  };
  const any = { value: '', label: t('runs.any') };
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('runs.title')}</h1>
        <p className="dim">{t('runs.lead')}</p>
      </div>
      <div className="card pad">
        <div className="conditions">
          <Choice label={t('runs.status')} value={value('status')} options={[any, ...STATUSES.map((one) => ({ value: one, label: t(`runs.statuses.${one}`) }))]} onChange={(one) => setSearch(set('status', one))} />
          <Choice label={t('runs.outcome')} value={value('outcome')} options={[any, ...OUTCOMES.map((one) => ({ value: one, label: t(`runs.outcomes.${one}`) }))]} onChange={(one) => setSearch(set('outcome', one))} />
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault();
              setSearch(set('task', String(new FormData(event.currentTarget).get('task') ?? '').trim()));
            }}
          >
            <label className="choice">
              <span>{t('runs.task')}</span>
              <input className="input" name="task" key={value('task')} defaultValue={value('task')} placeholder={t('runs.taskHint')} />
            </label>
            <button type="submit" className="button">
              {t('runs.filter')}
            </button>
          </form>
        </div>
        <p role="status" className="dim">
          {runs.data && !runs.isError && t('runs.count', { n: number(runs.data.total) })}
          {runs.data?.items.some(isOpen) && ` · ${t('runs.auto')}`}
        </p>
        {runs.isPending && <Waiting lines={8} />}
        {runs.isError && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
        {!runs.isError && runs.data?.items.length === 0 && <p className="empty">{t('runs.none')}</p>}
        {!runs.isError && runs.data && runs.data.items.length > 0 && <RunTable runs={runs.data.items} />}
        {!runs.isError && <Pages page={page} pages={Math.ceil((runs.data?.total ?? 0) / SIZE)} to={(one) => `?${set('page', one > 1 ? String(one) : '').toString()}`} />}
      </div>
    </div>
  );
}
