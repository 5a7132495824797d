import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../common/Button';
import { useAdminKey } from './AdminKey';

/** A page that shows nothing, and asks the hub for nothing, before the administrator key is there. */
export function KeyGate({ why, children }: { why: string; children: (forget: ReactNode) => ReactNode }) {
  const { t } = useTranslation();
  const { key, ask, forget } = useAdminKey();
  const [entered, setEntered] = useState(false);
  const enter = async () => {
    if (await ask(true)) setEntered(true);
  };
  const leave = () => {
    setEntered(false);
    forget();
  };
  if (key !== undefined) return <>{children(<Button onClick={leave}>{t('key.forget')}</Button>)}</>;
  return (
    <div className="card pad">
      <div className="empty">
        <strong>{t('key.title')}</strong>
        <p>{why}</p>
        {entered && <p role="alert">{t('error.refused')}</p>}
        <Button look="primary" data-enter-key onClick={() => void enter()}>
          {t(entered ? 'key.again' : 'key.enter')}
        </Button>
      </div>
    </div>
  );
}
