import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSuggestions } from '../api/hooks';
import './searchbox.css';
import { Button } from '../common/Button';

const PAUSE_MILLIS = 250;

export function SearchBox({ initial = '', onSearch }: { initial?: string; onSearch: (q: string) => void }) {
  const { t } = useTranslation();
  const list = useId();
  const [text, setText] = useState(initial);
  const [paused, setPaused] = useState('');
  useEffect(() => {
    const timer = window.setTimeout(() => setPaused(text.trim()), PAUSE_MILLIS);
    return () => window.clearTimeout(timer);
  }, [text]);
  const suggestions = useSuggestions(paused === initial ? '' : paused);
  return (
    <form
      className="searchbox"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <input
        className="input"
        type="search"
        name="q"
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        list={list}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <datalist id={list}>{suggestions.data?.map((one) => <option key={one} value={one} />)}</datalist>
      <Button look="primary" type="submit">
        {t('search.submit')}
      </Button>
    </form>
  );
}
