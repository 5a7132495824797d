import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';
import { zh } from './zh';

export type Language = 'zh' | 'en';

export const i18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  lng: 'zh',
  fallbackLng: 'zh',
  resources: { zh: { translation: zh }, en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** English nouns beside a number that was formatted already: `{{n}} {{n, plural(one: row; other: rows)}}`. */
i18n.services.formatter?.add('plural', (n, _language, { one, other }: { one?: string; other?: string }) => (String(n) === '1' ? one : other) ?? '');
