import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Kit } from '../app/Kit';

/** Asks once more before something is done that others notice. */
export default function ConfirmDialog({ title, ok, children, onClose }: { title: string; ok: string; children: ReactNode; onClose: (yes: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <Kit>
      <Modal open title={title} okText={ok} cancelText={t('key.cancel')} onOk={() => onClose(true)} onCancel={() => onClose(false)}>
        {children}
      </Modal>
    </Kit>
  );
}
