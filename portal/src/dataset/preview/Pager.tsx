import { useTranslation } from 'react-i18next';
import { Button } from '../../common/Button';
import { number } from '../../common/format';

interface Props {
  from: number;
  to: number;
  onPrevious?: () => void;
  onNext?: () => void;
}

/** Forward by the server's cursor, backward by the cursors already seen. */
export function Pager({ from, to, onPrevious, onNext }: Props) {
  const { t } = useTranslation();
  return (
    <div className="pager">
      <Button disabled={!onPrevious} onClick={onPrevious}>
        {t('preview.prev')}
      </Button>
      <span>{t('preview.range', { from: number(from), to: number(to) })}</span>
      <Button disabled={!onNext} onClick={onNext}>
        {t('preview.next')}
      </Button>
    </div>
  );
}
