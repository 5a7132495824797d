import { useTranslation } from 'react-i18next';
import type { Trial } from '../api/sources';
import { Checklist } from '../common/Checklist';
import { DataTable } from '../common/DataTable';

/** What trying out found: passed or not, each step with its fix, and the first rows. */
export function TrialResult({ trial: { passed, checks, sample }, outdated }: { trial: Trial; outdated: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={`trial${outdated ? ' stale' : ''}`}>
      <p role="status">
        <span className={`state state-${passed ? 'good' : 'bad'}`}>
          <span aria-hidden="true">{passed ? '✓' : '✕'}</span> {t(passed ? 'trial.passed' : 'trial.failed')}
        </span>{' '}
        {outdated && <span className="dim">{t('trial.outdated')}</span>}
      </p>
      {checks && <Checklist checks={checks} />}
      {sample && sample.columns.length > 0 && (
        <>
          <h3>{t('trial.sample', { n: sample.rows.length })}</h3>
          <DataTable
            label={t('trial.sample', { n: sample.rows.length })}
            className="tight"
            rows={sample.rows}
            keyOf={(_, at) => at}
            columns={sample.columns.map(({ name, type }, at) => ({
              name: `${at}`,
              head: (
                <>
                  {name} <span className="dim small">{type}</span>
                </>
              ),
              cell: (row: (string | null)[]) => row[at] ?? <span className="null">{t('preview.nullText')}</span>,
            }))}
          />
        </>
      )}
    </div>
  );
}
