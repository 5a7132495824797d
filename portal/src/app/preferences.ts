import { useSyncExternalStore } from 'react';
import { i18n, type Language } from '../i18n';

export type Theme = 'light' | 'dark';

interface Preferences {
  language: Language;
  theme: Theme;
}

const LANGUAGE_KEY = 'jiaohui.lang';
const THEME_KEY = 'jiaohui.theme';
const listeners = new Set<() => void>();
const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');

/** Storage can be closed to us (private windows, policies); a preference is then only kept for the page. */
function remembered(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string) {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // The page still works; the choice is asked for again next time.
  }
}

const asLanguage = (value: string | null): Language | undefined => (value?.startsWith('en') ? 'en' : value?.startsWith('zh') ? 'zh' : undefined);
const asTheme = (value: string | null): Theme | undefined => (value === 'dark' || value === 'light' ? value : undefined);

function initial(): Preferences {
  const asked = asLanguage(new URLSearchParams(window.location.search).get('lang'));
  if (asked) remember(LANGUAGE_KEY, asked);
  return {
    language: asked ?? asLanguage(remembered(LANGUAGE_KEY)) ?? 'zh',
    theme: asTheme(remembered(THEME_KEY)) ?? (darkSystem.matches ? 'dark' : 'light'),
  };
}

let current = initial();
show(current);

function show({ language, theme }: Preferences) {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.documentElement.dataset.theme = theme;
  if (i18n.language !== language) void i18n.changeLanguage(language);
}

function change(next: Partial<Preferences>) {
  current = { ...current, ...next };
  show(current);
  listeners.forEach((listener) => listener());
}

darkSystem.addEventListener('change', ({ matches }) => {
  if (!asTheme(remembered(THEME_KEY))) change({ theme: matches ? 'dark' : 'light' });
});

export function chooseLanguage(language: Language) {
  remember(LANGUAGE_KEY, language);
  change({ language });
}

export function chooseTheme(theme: Theme) {
  remember(THEME_KEY, theme);
  change({ theme });
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
