import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { address } from '../../api/client';
import { useRecordsCall } from '../../api/hooks';
import type { Dataset } from '../../api/types';
import { Button } from '../../common/Button';
import { CopyButton } from '../../common/CopyButton';
import { ErrorState } from '../../common/ErrorState';
import { ScrollRegion } from '../../common/ScrollRegion';
import { recordsPath } from '../paths';
import { useQuestion } from '../useQuestion';
import { LANGUAGES, snippet, type SnippetLanguage } from './snippets';

const SHOWN = 20_000;
const FIELDS = ['select', 'where', 'order', 'limit'] as const;
type Fields = Record<(typeof FIELDS)[number], string>;

/** Builds a request from its parts, sends it, and shows the same request as code. It begins with what the preview shows. */
export function Console({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const { asked } = useQuestion(dataset);
  const [changed, setChanged] = useState<Partial<Fields>>({});
  const query: Fields = { ...asked, limit: '5', ...changed };
  const call = useRecordsCall();
  const path = recordsPath(dataset.id);
  const target = address(path, query);
  return (
    <>
      <h2>{t('api.console')}</h2>
      <form
        className="console"
        onSubmit={(event) => {
          event.preventDefault();
          call.mutate({ path: target });
        }}
      >
        {FIELDS.map((name) => (
          <label key={name} className="field">
            <span>{t(`api.${name}`)}</span>
            <input
              className="input"
              name={name}
              inputMode={name === 'limit' ? 'numeric' : undefined}
              placeholder={name === 'where' ? t('api.hint') : undefined}
              value={query[name]}
              onChange={(event) => setChanged({ ...changed, [name]: event.target.value })}
            />
          </label>
        ))}
        <Button look="primary" type="submit" busy={call.isPending}>
          {t('api.send')}
        </Button>
      </form>
      <p className="break">
        <span className="dim">{t('api.request')}</span> <code>GET {target}</code>
      </p>
      {call.isError && <ErrorState error={call.error} />}
      {call.data && (
        <>
          <p role="status" className="row">
            <strong className={call.data.status < 400 ? 'good' : 'bad'}>
              {t('api.status')} {call.data.status}
            </strong>
            <span className="dim">{t('api.time', { n: call.data.millis })}</span>
          </p>
          <ScrollRegion label={t('api.answer')} className="code-box answer">
            <pre>{call.data.body.slice(0, SHOWN)}</pre>
          </ScrollRegion>
          {call.data.body.length > SHOWN && <p className="dim">{t('api.cut', { n: SHOWN })}</p>}
        </>
      )}
      <Snippets dataset={dataset.id} path={path} query={query} />
    </>
  );
}

function Snippets({ dataset, path, query }: { dataset: string; path: string; query: Fields }) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<SnippetLanguage>('curl');
  const code = snippet(language, { origin: window.location.origin, dataset, path, ...query });
  return (
    <>
      <h2>{t('api.snippets')}</h2>
      <p className="dim">{t('api.snippetsText')}</p>
      <div className="segments" role="group" aria-label={t('api.language')}>
        {LANGUAGES.map((one) => (
          <button key={one} type="button" aria-pressed={one === language} onClick={() => setLanguage(one)}>
            {one}
          </button>
        ))}
        <CopyButton text={code} />
      </div>
      <ScrollRegion label={`${t('api.snippets')} ${language}`} className="code-box snippet">
        <pre data-snippet={language}>{code}</pre>
      </ScrollRegion>
      <p className="dim small">{t(`api.needs.${language}`)}</p>
    </>
  );
}
