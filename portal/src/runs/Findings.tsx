import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, Run } from '../api/types';
import { Choice } from '../common/Choice';
import { DataTable } from '../common/DataTable';
import { number } from '../common/format';
import { useNamed } from '../common/Words';
import { RefusedRows, ValuesWithheld } from './RefusedRows';

const LOOKS = { error: 'tag-red', warning: 'tag-amber', info: 'tag-blue' };
const SEVERITIES = ['error', 'warning', 'info'] as const;
const severityOf = ({ severity = 'error' }: Finding) => severity;

/** Everything that the checks found, as one table; each finding shows its sample rows on demand. */
export function Findings({ run, keyRefused = false }: { run: Run; keyRefused?: boolean }) {
  const { t } = useTranslation();
  const named = useNamed();
  const [severity, setSeverity] = useState('');
  const findings = [...(run.findings ?? [])].sort((a, b) => SEVERITIES.indexOf(severityOf(a)) - SEVERITIES.indexOf(severityOf(b)) || (b.count ?? 0) - (a.count ?? 0));
  const present = SEVERITIES.filter((one) => findings.some((finding) => severityOf(finding) === one));
  // A run that has not looked at all of its data cannot say that nothing is wrong.
  if (findings.length === 0 && (!run.read || (run.outcome !== 'Published' && run.outcome !== 'Unchanged'))) return null;
  const shown = findings.filter((finding) => !severity || severityOf(finding) === severity);
  return (
    <section className="card pad" aria-labelledby="findings-title">
      <h2 id="findings-title">{t('runs.findings')}</h2>
      {findings.length === 0 && <p className="dim">{t('runs.noFindings')}</p>}
      {findings.length > 0 && (
        <>
          <div className="preview-head">
            <p className="dim">{t('runs.findingsLead', { kinds: findings.length, n: number(findings.reduce((sum, { count = 1 }) => sum + count, 0)) })}</p>
            {present.length > 1 && <Choice label={t('runs.severity')} value={severity} options={[{ value: '', label: t('runs.any') }, ...present.map((one) => ({ value: one, label: t(`runs.severities.${one}`) }))]} onChange={setSeverity} />}
          </div>
          <ValuesWithheld run={run} refused={keyRefused} />
          <DataTable
            label={t('runs.findings')}
            className="findings"
            rows={shown}
            keyOf={(finding, at) => `${finding.rule} ${finding.table} ${finding.column} ${at}`}
            columns={[
              { name: 'severity', head: t('runs.severity'), cell: (finding) => <span className={`tag ${LOOKS[severityOf(finding)]}`}>{t(`runs.severities.${severityOf(finding)}`)}</span> },
              { name: 'rule', head: t('runs.rule'), names: true, cell: ({ rule }) => <code>{rule}</code> },
              { name: 'where', head: t('runs.where'), cell: ({ table, column }) => [table, column].filter(Boolean).join(' · ') || '—' },
              { name: 'count', head: t('runs.found'), num: true, cell: ({ count }) => number(count) },
              { name: 'said', head: t('runs.said'), className: 'prose', cell: (finding) => <><span>{named(finding.message, finding.messageEn)}</span><Samples finding={finding} /></> },
            ]}
          />
        </>
      )}
      {(run.refused ?? 0) > 0 && (
        <div className="quarantine">
          <RefusedRows run={run}>{t('runs.quarantine')}</RefusedRows>
          <p className="dim">{t('runs.quarantineHelp')}</p>
        </div>
      )}
    </section>
  );
}

function Samples({ finding }: { finding: Finding }) {
  const { t } = useTranslation();
  const samples = finding.samples ?? [];
  if (samples.length === 0) return null;
  return (
    <details>
      <summary>{t('runs.showSamples', { n: samples.length })}</summary>
      <DataTable
        label={`${t('runs.samples')} ${finding.rule} ${finding.column ?? ''}`}
        className="tight"
        rows={samples}
        keyOf={(_, at) => at}
        columns={[
          { name: 'row', head: t('runs.row'), num: true, cell: ({ row }) => number(row) },
          { name: 'value', head: t('runs.value'), cell: ({ value }) => (value === undefined ? <span className="null">{t('runs.withheld')}</span> : value ? <code className="break">{value}</code> : <span className="null">{t('preview.nullText')}</span>) },
          { name: 'reason', head: t('runs.reason'), cell: ({ reason }) => reason },
        ]}
      />
    </details>
  );
}
