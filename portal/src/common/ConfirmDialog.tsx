import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Kit } from '../app/Kit';

/** Asks once more before something is done that others notice; `ready` is false while there is still something to choose. */
export default function ConfirmDialog({ title, ok, ready = true, children, onClose }: { title: string; ok: string; ready?: boolean; children: ReactNode; onClose: (yes: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <Kit>
      <Modal open title={title} okText={ok} okButtonProps={{ disabled: !ready }} cancelText={t('key.cancel')} onOk={() => onClose(true)} onCancel={() => onClose(false)}>
        {children}
      </Modal>
    </Kit>
  );
}
