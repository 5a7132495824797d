import { useTranslation } from 'react-i18next';
import { useDataset, useDatasets } from '../api/hooks';
import { CopyButton } from '../common/CopyButton';
import { DataTable } from '../common/DataTable';
import { ScrollRegion } from '../common/ScrollRegion';
import { useTitle } from '../common/useTitle';
import { snippet } from '../dataset/api/snippets';
import { recordsPath } from '../dataset/paths';
import { whereOf } from '../dataset/preview/conditions';
import { Sparql } from './Sparql';

const REFERENCES = [
  { href: '/swagger-ui', title: 'nav.swagger', text: 'developer.swaggerText', name: 'Swagger UI' },
  { href: '/v3/api-docs', title: 'developer.openapi', text: 'developer.openapiText' },
  { href: '/catalog', title: 'developer.catalog', text: 'developer.catalogText' },
  { href: '#sparql', title: 'developer.sparql', text: 'developer.sparqlText', shown: '/sparql' },
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

export default function DeveloperPage() {
  const { t } = useTranslation();
  useTitle(t('developer.title'));
  const found = useDatasets({ sort: 'modified', size: 20 }).data?.items.find(({ origin, rows }) => origin?.kind !== 'HARVESTED' && rows);
  const example = useDataset(found?.id ?? '', found !== undefined).data;
  const origin = window.location.origin;
  const dataset = example?.id ?? '{id}';
  const column = example?.columns?.find(({ type, profile }) => type === 'text' && profile?.top?.length) ?? example?.columns?.[0];
  const value = column?.profile?.top?.[0]?.value;
  const where = column ? whereOf([{ column: column.name, operator: typeof value === 'string' ? 'eq' : 'filled', value: String(value) }], [column]) : '';
  const ask = { origin, dataset, path: example ? recordsPath(dataset) : `/api/v1/datasets/${dataset}/records`, select: '', where: '', order: '', limit: '5' };
  const steps = [
    ['step1', `curl --fail '${origin}/api/v1/datasets?size=5'`],
    ['step2', snippet('curl', ask)],
    ['step3', snippet('curl', { ...ask, where })],
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
          {REFERENCES.map(({ href, title, text, name, shown }) => (
            <li key={href}>
              <a href={href}>
                <strong>{name ?? t(title)}</strong>
                <span className="dim">{t(text)}</span>
                <code className="small">{shown ?? href}</code>
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
      <Sparql />
    </div>
  );
}

function Code({ label, text }: { label: string; text: string }) {
  return (
    <ScrollRegion label={label} className="code-box">
      <pre data-code={label}>{text}</pre>
    </ScrollRegion>
  );
}
