import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ConnectionPage } from '../sources/ConnectionPage';

/** A new target, or one that is edited. */
export default function TargetPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id } = useParams();
  const subscribe = { name: 'subscribe', label: t('targetForm.saveAndSubscribe'), go: (saved: string) => void navigate(`/exchange/new-subscription?target=${encodeURIComponent(saved)}`) };
  const only = { name: 'only', label: t('form.save'), go: () => void navigate('/exchange/deliveries') };
  return <ConnectionPage kind="target" id={id} home="/exchange/deliveries" next={id ? [only, subscribe] : [subscribe, only]} />;
}
