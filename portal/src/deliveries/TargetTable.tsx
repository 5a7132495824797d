import { useTranslation } from 'react-i18next';
import { useTargetTest, type Subscription, type Target } from '../api/deliveries';
import { useWithKey } from '../app/useWithKey';
import { Button } from '../common/Button';
import { DataTable } from '../common/DataTable';
import { ErrorState } from '../common/ErrorState';
import { number } from '../common/format';
import { TitleAndId } from '../common/TitleAndId';
import { Named } from '../common/Words';

const KINDS: Record<string, string> = { postgresql: 'PostgreSQL', mysql: 'MySQL', sftp: 'SFTP', ftp: 'FTP', s3: 'S3', http: 'HTTP', kafka: 'Kafka' };

const SIGNS = { PASSED: '✓', FAILED: '✕', NOT_NEEDED: '–', NOT_REACHED: '·' };

export function TargetTable({ targets, subscriptions }: { targets: Target[]; subscriptions: Subscription[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('deliveries.targets')}
      className="deliveries"
      rows={targets}
      keyOf={({ id }) => id}
      columns={[
        { name: 'target', head: t('deliveries.target'), names: true, cell: ({ id, title }) => <TitleAndId id={id} title={title} /> },
        { name: 'action', head: t('deliveries.action'), className: 'says', cell: (target) => <Test target={target} /> },
        { name: 'kind', head: t('deliveries.kind'), cell: ({ connector }) => KINDS[connector] ?? connector },
        { name: 'where', head: t('deliveries.where'), cell: ({ settings }) => <code className="small">{whereOf(settings)}</code> },
        { name: 'used', head: t('deliveries.used'), num: true, cell: ({ id }) => number(subscriptions.filter(({ target }) => target === id).length) },
      ]}
    />
  );
}

/** Host and database, bucket or address, as the settings name them. */
function whereOf(settings: Record<string, string> = {}): string {
  const { host, port, database, url, endpoint, bucket, servers } = settings;
  if (host) return `${host}${port ? `:${port}` : ''}${database ? `/${database}` : ''}`;
  if (endpoint) return `${endpoint}/${bucket ?? ''}`;
  return url ?? servers ?? '';
}

function Test({ target: { id, title } }: { target: Target }) {
  const { t } = useTranslation();
  const test = useTargetTest();
  const withKey = useWithKey(test.error);
  return (
    <>
      <Button busy={test.isPending} aria-label={t('deliveries.testOf', { what: title ?? id })} data-test={id} onClick={() => void withKey((key) => test.mutate({ target: id, key }))}>
        {t('deliveries.test')}
      </Button>
      <div role="status" className="small">
        {test.data && (
          <span className={`state state-${test.data.passed ? 'good' : 'bad'}`}>
            <span aria-hidden="true">{test.data.passed ? '✓' : '✕'}</span> {t(test.data.passed ? 'deliveries.reached' : 'deliveries.notReached')}
          </span>
        )}
        {test.data?.checks && (
          <ol className="checks">
            {test.data.checks.map(({ step, title, titleEn, result, detail, code, fix, fixEn }) => (
              <li key={step} className={result === 'FAILED' ? 'check-failed' : undefined}>
                <span aria-hidden="true">{SIGNS[result]}</span> <Named zh={title} en={titleEn} fallback={step} /> · {t(`deliveries.results.${result}`)}
                {result !== 'NOT_REACHED' && detail && (
                  <div className="delivery-error dim">
                    {code && <code>{code}</code>} {detail}
                  </div>
                )}
                {fix && (
                  <div>
                    <Named zh={fix} en={fixEn} fallback="" />
                  </div>
                )}
              </li>
            ))}
          </ol>
        )}
      </div>
      {test.error && <ErrorState error={test.error} />}
    </>
  );
}
