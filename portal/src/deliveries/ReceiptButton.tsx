import { useTranslation } from 'react-i18next';
import { useFile } from '../api/files';
import { useWithKey } from '../app/useWithKey';
import { Button } from '../common/Button';
import { ErrorState } from '../common/ErrorState';

/** Saves the signed receipt of a delivery. */
export function ReceiptButton({ delivery, of }: { delivery: string; of: string }) {
  const { t } = useTranslation();
  const file = useFile();
  const withKey = useWithKey(file.error);
  return (
    <>
      <Button busy={file.isPending} aria-label={t('deliveries.receiptOf', { what: of })} data-receipt={delivery} onClick={() => void withKey((key) => file.mutate({ path: `/api/v1/deliveries/${encodeURIComponent(delivery)}/receipt`, name: `receipt-${delivery}.json`, key }))}>
        {t('deliveries.receipt')}
      </Button>
      {file.error && <ErrorState error={file.error} />}
    </>
  );
}
