import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Kit } from './Kit';

export default function KeyDialog({ onClose }: { onClose: (key?: string) => void }) {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  return (
    <Kit>
    <Modal
      open
      // The dialog focuses what comes first: with a closing sign before the field, Enter after the key would close it.
      closable={false}
      title={t('key.title')}
      okText={t('key.ok')}
      cancelText={t('key.cancel')}
      okButtonProps={{ disabled: !key.trim() }}
      onOk={() => onClose(key.trim())}
      onCancel={() => onClose()}
    >
      <p>{t('key.text')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim()) onClose(key.trim());
        }}
      >
        <label className="field">
          <span>{t('key.label')}</span>
          <input className="input" type="password" autoComplete="off" value={key} onChange={(event) => setKey(event.target.value)} />
        </label>
      </form>
    </Modal>
    </Kit>
  );
}
