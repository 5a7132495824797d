import { useTranslation } from 'react-i18next';

/** What a thing is called in the language of the page; Chinese where no English is given. */
export function useNamed() {
  const { i18n } = useTranslation();
  const english = i18n.language === 'en';
  return (zh: string | undefined, en: string | undefined, fallback = '') => (english ? (en ?? zh) : (zh ?? en)) ?? fallback;
}

/** The same as an element, which marks Chinese text on an English page as Chinese. */
export function Named({ zh, en, fallback }: { zh?: string; en?: string; fallback?: string }) {
  const { i18n } = useTranslation();
  const named = useNamed();
  const text = named(zh, en, fallback);
  const chinese = i18n.language === 'en' && !en && zh !== undefined && /\p{Script=Han}/u.test(zh);
  return chinese ? <span lang="zh-CN">{text}</span> : <>{text}</>;
}
