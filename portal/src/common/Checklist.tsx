import { useTranslation } from 'react-i18next';
import type { TrialCheck } from '../api/sources';
import { Named } from './Words';

const SIGNS = { PASSED: '✓', FAILED: '✕', NOT_NEEDED: '–', NOT_REACHED: '·' };

/** What a trial found, step by step, with what to do about the step that failed. */
export function Checklist({ checks }: { checks: TrialCheck[] }) {
  const { t } = useTranslation();
  return (
    <ol className="checks">
      {checks.map(({ step, title, titleEn, result, detail, code, fix, fixEn }) => (
        <li key={step} className={result === 'FAILED' ? 'check-failed' : undefined}>
          <span aria-hidden="true" className={`check-sign check-${result.toLowerCase()}`}>
            {SIGNS[result]}
          </span>{' '}
          <Named zh={title} en={titleEn} fallback={step} /> · {t(`trial.results.${result}`)}
          {result !== 'NOT_REACHED' && detail && (
            <div className="break dim">
              {code && <code>{code}</code>} {detail}
            </div>
          )}
          {fix && (
            <div>
              <Named zh={fix} en={fixEn} fallback="" />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
