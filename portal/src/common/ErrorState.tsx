import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { Button } from './Button';

function sentenceOf(error: unknown): string {
  if (!(error instanceof Problem)) return 'error.server';
  if (error.status === 0) return 'error.offline';
  if (error.status === 401 || error.status === 403) return 'error.refused';
  if (error.status === 404) return 'error.gone';
  if (error.status === 429) return 'error.busy';
  if ([400, 409, 412, 422].includes(error.status)) return 'error.wrong';
  return 'error.server';
}

/** Says what happened, what to do and under which number it can be traced. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof Problem ? error : undefined;
  const ownWords = problem && problem.status >= 400 && problem.status < 500 && problem.message !== `HTTP ${problem.status}`;
  return (
    <div className="error-state" role="alert">
      <strong>{t('error.title')}</strong>
      <p>
        {t(sentenceOf(error))} {problem?.retryAfter !== undefined && t('error.wait', { n: problem.retryAfter })}
      </p>
      {ownWords && <p className="said">{problem.message}</p>}
      {problem?.code && (
        <p className="dim">
          {t('error.code')}
          <code>{problem.code}</code>
        </p>
      )}
      {problem?.traceId && (
        <p className="dim">
          {t('error.trace')}
          <code>{problem.traceId}</code>
        </p>
      )}
      {onRetry && <Button onClick={onRetry}>{t('error.retry')}</Button>}
    </div>
  );
}
