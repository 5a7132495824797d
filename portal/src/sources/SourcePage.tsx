import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ConnectionPage } from './ConnectionPage';

/** A new source, or one that is edited. */
export default function SourcePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id } = useParams();
  const task = { name: 'task', label: t('sourceForm.saveAndTask'), go: (saved: string) => void navigate(`/exchange/new-task?source=${encodeURIComponent(saved)}`) };
  const only = { name: 'only', label: t('form.save'), go: () => void navigate('/exchange/sources') };
  return <ConnectionPage kind="source" id={id} home="/exchange/sources" next={id ? [only, task] : [task, only]} />;
}
