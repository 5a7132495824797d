import { useTranslation } from 'react-i18next';
import type { Task } from '../api/types';
import { instant } from '../common/format';
import { scheduleText } from './schedule';
import { UnknownYears } from './UnknownYears';

/** When the task runs by itself, and when next. */
export function Planned({ task: { schedule, operation, priority } }: { task: Task }) {
  const { t } = useTranslation();
  const next = operation?.next?.[0];
  return (
    <>
      {scheduleText(schedule, t)}
      {next && (
        <div className="dim small">
          {t('tasks.next', { time: instant(next) })}
          <UnknownYears years={operation?.unknownYears} />
        </div>
      )}
      {priority !== undefined && priority !== 0 && <div className="dim small">{t('tasks.priority', { n: priority })}</div>}
    </>
  );
}
