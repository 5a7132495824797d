import { useTranslation } from 'react-i18next';
import type { Finding, Run } from '../api/types';
import { number } from '../common/format';
import { ScrollRegion } from '../common/ScrollRegion';
import { useNamed } from '../common/Words';

const LOOKS = { error: 'tag-red', warning: 'tag-amber', info: 'tag-blue' };

export function Findings({ run }: { run: Run }) {
  const { t } = useTranslation();
  const findings = run.findings ?? [];
  // A run that has not looked at all of its data cannot say that nothing is wrong.
  if (findings.length === 0 && run.outcome !== 'Published' && run.outcome !== 'Unchanged') return null;
  return (
    <section className="card pad" aria-labelledby="findings-title">
      <h2 id="findings-title">{t('runs.findings')}</h2>
      {findings.length === 0 && <p className="dim">{t('runs.noFindings')}</p>}
      {findings.map((finding, at) => (
        <FindingCard key={at} finding={finding} />
      ))}
      {(run.refused ?? 0) > 0 && (
        <p>
          <a className="button" href={`/api/v1/runs/${encodeURIComponent(run.id)}/quarantine`} download data-quarantine>
            {t('runs.quarantine')}
          </a>
          <br />
          <span className="dim">{t('runs.quarantineHelp')}</span>
        </p>
      )}
    </section>
  );
}

function FindingCard({ finding }: { finding: Finding }) {
  const { t } = useTranslation();
  const named = useNamed();
  const severity = finding.severity ?? 'error';
  const samples = finding.samples ?? [];
  const place = [finding.table, finding.column].filter(Boolean).join(' · ');
  return (
    <article className="finding">
      <h3>
        <span className={`tag ${LOOKS[severity]}`}>{t(`runs.severities.${severity}`)}</span> <code>{finding.rule}</code>
        {place && <span> {place}</span>}
        {finding.count !== undefined && <span className="dim"> {t('runs.times', { n: number(finding.count) })}</span>}
      </h3>
      <p>{named(finding.message, finding.messageEn)}</p>
      {samples.length > 0 && (
        <ScrollRegion label={`${t('runs.samples')} ${finding.rule} ${place}`}>
          <table className="data tight">
            <caption className="unseen">{t('runs.samples')}</caption>
            <thead>
              <tr>
                <th scope="col" className="num">
                  {t('runs.row')}
                </th>
                <th scope="col">{t('runs.value')}</th>
                <th scope="col">{t('runs.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {samples.map((sample, at) => (
                <tr key={at}>
                  <td className="num">{number(sample.row)}</td>
                  <td>{sample.value ? <code>{sample.value}</code> : <span className="null">{t('preview.nullText')}</span>}</td>
                  <td>{sample.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </article>
  );
}
