import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'idle' | 'copied' | 'copyFailed'>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('copyFailed');
    }
    window.setTimeout(() => setState('idle'), 2_000);
  };
  return (
    <button type="button" className="link-button" onClick={() => void copy()}>
      <span aria-live="polite">{state === 'idle' ? (label ?? t('app.copy')) : t(`app.${state}`)}</span>
    </button>
  );
}
