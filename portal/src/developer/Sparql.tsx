import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useSparql } from '../api/hooks';
import type { SparqlAnswer, SparqlTerm } from '../api/types';
import { Button } from '../common/Button';
import { CopyButton } from '../common/CopyButton';
import { DataTable } from '../common/DataTable';
import { ErrorState } from '../common/ErrorState';
import { number } from '../common/format';
import { ScrollRegion } from '../common/ScrollRegion';
import { safeLink } from '../dataset/Notes';

const PREFIXES = `PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX dqv: <http://www.w3.org/ns/dqv#>
`;

const EXAMPLES = {
  datasets: `SELECT ?dataset ?title ?publisher WHERE {
  ?dataset a dcat:Dataset ; dct:title ?title ; dct:publisher/foaf:name ?publisher .
  FILTER(LANGMATCHES(LANG(?title), "zh") && LANGMATCHES(LANG(?publisher), "zh"))
} ORDER BY ?dataset LIMIT 20`,
  formats: `SELECT ?format (COUNT(DISTINCT ?dataset) AS ?datasets) WHERE {
  ?dataset dcat:distribution/dcat:mediaType ?format .
} GROUP BY ?format ORDER BY DESC(?datasets)`,
  quality: `SELECT ?dataset ?measure ?score WHERE {
  ?dataset dqv:hasQualityMeasurement ?measurement .
  ?measurement dqv:isMeasurementOf ?measure ; dqv:value ?score .
} ORDER BY ?score LIMIT 20`,
};
type Example = keyof typeof EXAMPLES;
const textOf = (name: Example) => `${PREFIXES}${EXAMPLES[name]}`;

/** A question to the graph of the catalogue, with its answer as a table. */
export function Sparql() {
  const { t } = useTranslation();
  const { hash } = useLocation();
  const section = useRef<HTMLElement>(null);
  const [query, setQuery] = useState(textOf('datasets'));
  const call = useSparql();
  useEffect(() => {
    if (hash === '#sparql') section.current?.scrollIntoView();
  }, [hash]);
  return (
    <section ref={section} id="sparql" className="card pad" aria-labelledby="sparql-title">
      <h2 id="sparql-title">{t('developer.example')}</h2>
      <p className="dim">{t('developer.sparqlLead')}</p>
      <div className="segments" role="group" aria-label={t('developer.examples')}>
        {(Object.keys(EXAMPLES) as Example[]).map((name) => (
          <button key={name} type="button" aria-pressed={query === textOf(name)} onClick={() => setQuery(textOf(name))}>
            {t(`developer.sparqlExamples.${name}`)}
          </button>
        ))}
        <CopyButton text={query} />
      </div>
      <form
        className="sparql"
        onSubmit={(event) => {
          event.preventDefault();
          call.mutate(query);
        }}
      >
        <textarea className="input" rows={10} spellCheck={false} aria-label={t('developer.query')} value={query} onChange={(event) => setQuery(event.target.value)} />
        <Button look="primary" type="submit" busy={call.isPending} data-sparql>
          {t('developer.run')}
        </Button>
      </form>
      {call.isError && <ErrorState error={call.error} />}
      {call.data && <Answer answer={call.data} />}
    </section>
  );
}

function Answer({ answer }: { answer: SparqlAnswer }) {
  const { t } = useTranslation();
  if (answer.boolean !== undefined) return <p role="status">{t(answer.boolean ? 'developer.answerYes' : 'developer.answerNo')}</p>;
  if (answer.text !== undefined) {
    return (
      <ScrollRegion label={t('developer.example')} className="code-box answer">
        <pre>{answer.text}</pre>
      </ScrollRegion>
    );
  }
  const rows = answer.results?.bindings ?? [];
  return (
    <div className="sparql-answer">
      <p role="status">{rows.length ? t('developer.found', { n: number(rows.length) }) : t('developer.nothing')}</p>
      {rows.length > 0 && <DataTable label={t('developer.example')} className="tight" rows={rows} keyOf={(_, at) => at} columns={(answer.head?.vars ?? []).map((name) => ({ name, head: name, cell: (row: Record<string, SparqlTerm | undefined>) => <Term term={row[name]} /> }))} />}
    </div>
  );
}

function Term({ term }: { term?: SparqlTerm }) {
  if (!term) return null;
  const link = term.type === 'uri' ? safeLink(term.value) : undefined;
  return link ? <a href={link}>{term.value}</a> : <span lang={term['xml:lang']}>{term.value}</span>;
}
