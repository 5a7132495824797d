import { useTranslation } from 'react-i18next';

/** Says that planned times lie in a year whose holidays nobody has loaded; nothing when they do not. */
export function UnknownYears({ years }: { years?: number[] }) {
  const { t } = useTranslation();
  return years?.length ? <span className="bad small"> {t('tasks.unknownYears', { years: years.join(', ') })}</span> : null;
}
