import { useTranslation } from 'react-i18next';

/** A quiet skeleton; it appears only when the wait is longer than 300 ms (see .waiting in base.css). */
export function Waiting({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="waiting" role="status" aria-label={t('app.loading')}>
      {Array.from({ length: lines }, (_, at) => (
        <div key={at} className="waiting-line" />
      ))}
    </div>
  );
}
