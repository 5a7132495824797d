import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

function watch(listener: () => void) {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Says that the network is gone, for as long as it is. */
export function OfflineNotice() {
  const { t } = useTranslation();
  const online = useSyncExternalStore(watch, () => navigator.onLine);
  return (
    <div role="status" className={online ? 'unseen' : 'offline'}>
      {online ? '' : t('error.notConnected')}
    </div>
  );
}
