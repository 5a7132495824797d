import { useTranslation } from 'react-i18next';
import { isOpen, useRuns } from '../api/hooks';
import { OUTCOMES, STATUSES } from '../api/types';
import { OpenOnly } from '../app/OpenOnly';
import { Choice } from '../common/Choice';
import { number } from '../common/format';
import { Listing } from '../common/Listing';
import { useFilters } from '../common/useFilters';
import { useTitle } from '../common/useTitle';
import { RunTable } from './RunTable';
import './runs.css';

const SIZE = 20;

export default function RunsPage() {
  const { t } = useTranslation();
  useTitle(t('runs.title'));
  const { value, page, set, pageAddress } = useFilters();
  const runs = useRuns({ status: value('status'), outcome: value('outcome'), task: value('task'), page, size: SIZE });
  const any = { value: '', label: t('runs.any') };
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('runs.title')}</h1>
        <p className="dim">{t('runs.lead')}</p>
        <OpenOnly />
      </div>
      <div className="card pad">
        <div className="conditions">
          <Choice label={t('runs.status')} value={value('status')} options={[any, ...STATUSES.map((one) => ({ value: one, label: t(`runs.statuses.${one}`) }))]} onChange={(one) => set('status', one)} />
          <Choice label={t('runs.outcome')} value={value('outcome')} options={[any, ...OUTCOMES.map((one) => ({ value: one, label: t(`runs.outcomes.${one}`) }))]} onChange={(one) => set('outcome', one)} />
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault();
              set('task', String(new FormData(event.currentTarget).get('task') ?? '').trim());
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
        <Listing
          found={runs}
          count={(n, items) => `${t('runs.count', { n: number(n) })}${items.some(isOpen) ? ` · ${t('runs.auto')}` : ''}`}
          none={<p className="empty">{t('runs.none')}</p>}
          lines={8}
          page={page}
          size={SIZE}
          pageAddress={pageAddress}
        >
          {(items) => <RunTable runs={items} />}
        </Listing>
      </div>
    </div>
  );
}
