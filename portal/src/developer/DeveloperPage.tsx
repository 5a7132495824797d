import { useTranslation } from 'react-i18next';
import { useDatasets } from '../api/hooks';
import { CopyButton } from '../common/CopyButton';
import { DataTable } from '../common/DataTable';
import { ScrollRegion } from '../common/ScrollRegion';
import { useTitle } from '../common/useTitle';

const REFERENCES = [
  { href: '/swagger-ui', title: 'nav.swagger', text: 'developer.swaggerText', name: 'Swagger UI' },
  { href: '/v3/api-docs', title: 'developer.openapi', text: 'developer.openapiText' },
  { href: '/catalog', title: 'developer.catalog', text: 'developer.catalogText' },
  { href: '/sparql', title: 'developer.sparql', text: 'developer.sparqlText' },
];

const ENDPOINTS = [
  ['GET', '/api/v1/datasets', 'datasets'],
  ['GET', '/api/v1/datasets/{id}', 'dataset'],
  ['GET', '/api/v1/datasets/{id}/records', 'records'],
  ['GET', '/api/v1/datasets/{id}/download/{format}', 'download'],
  ['GET', '/api/v1/datasets/{id}/versions', 'versions'],
  ['GET', '/api/v1/datasets/{id}/schema', 'schema'],
  ['GET', '/api/v1/summary', 'summary'],
  ['GET', '/api/v1/runs', 'runs'],
  ['POST', '/api/v1/tasks/{id}/runs', 'start'],
  ['POST', '/api/v1/publish', 'publish'],
] as const;

const SPARQL = `PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?dataset ?title WHERE {
  ?dataset a dcat:Dataset ; dct:title ?title .
} LIMIT 10`;

export default function DeveloperPage() {
  const { t } = useTranslation();
  useTitle(t('developer.title'));
  const example = useDatasets({ sort: 'modified', size: 1 }).data?.items[0]?.id ?? '{id}';
  const origin = window.location.origin;
  const steps = [
    ['step1', `curl '${origin}/api/v1/datasets?size=5'`],
    ['step2', `curl '${origin}/api/v1/datasets/${example}/records?limit=5'`],
    ['step3', `curl --get '${origin}/api/v1/datasets/${example}/records' \\\n  --data-urlencode "where=name = '…'" --data-urlencode 'limit=5'`],
  ];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('developer.title')}</h1>
        <p className="dim">{t('developer.lead')}</p>
      </div>
      <section aria-labelledby="reference-title">
        <h2 id="reference-title" className="unseen">
          {t('developer.docs')}
        </h2>
        <ul className="references">
          {REFERENCES.map(({ href, title, text, name }) => (
            <li key={href}>
              <a href={href}>
                <strong>{name ?? t(title)}</strong>
                <span className="dim">{t(text)}</span>
                <code className="small">{href}</code>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section className="card pad" aria-labelledby="first-title">
        <h2 id="first-title">{t('developer.first')}</h2>
        <ol className="first-steps">
          {steps.map(([name = '', code = '']) => (
            <li key={name}>
              {t(`developer.${name}`)} <CopyButton text={code} />
              <Code label={t(`developer.${name}`)} text={code} />
            </li>
          ))}
        </ol>
      </section>
      <section className="card pad" aria-labelledby="overview-title">
        <h2 id="overview-title">{t('developer.overview')}</h2>
        <DataTable
          label={t('developer.overview')}
          rows={ENDPOINTS}
          keyOf={([method, path]) => `${method} ${path}`}
          columns={[
            { name: 'method', head: t('developer.method'), cell: ([method]) => method },
            { name: 'path', head: t('developer.path'), names: true, cell: ([, path]) => <code>{path}</code> },
            { name: 'what', head: t('developer.what'), cell: ([, , name]) => t(`developer.e.${name}`) },
          ]}
        />
        <h3>{t('developer.errors')}</h3>
        <p>{t('developer.errorsText')}</p>
      </section>
      <section className="card pad" aria-labelledby="example-title">
        <h2 id="example-title">{t('developer.example')}</h2>
        <Code label={t('developer.example')} text={SPARQL} />
        <p>
          <a href={`/sparql?query=${encodeURIComponent(SPARQL)}`}>{t('developer.sparql')}</a> <CopyButton text={SPARQL} />
        </p>
      </section>
    </div>
  );
}

function Code({ label, text }: { label: string; text: string }) {
  return (
    <ScrollRegion label={label} className="code-box">
      <pre>{text}</pre>
    </ScrollRegion>
  );
}
