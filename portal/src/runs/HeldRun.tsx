import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDecide, useDrift, VERDICTS, type Drift, type DriftChange, type DriftColumn, type DriftTable, type Outlook, type Verdict } from '../api/mending';
import type { Run } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { Button } from '../common/Button';
import { Choice } from '../common/Choice';
import { DataTable } from '../common/DataTable';
import { ErrorState } from '../common/ErrorState';
import { instant } from '../common/format';
import { Waiting } from '../common/Waiting';

const LOOKS = { added: 'tag-blue', missing: 'tag-red', retyped: 'tag-amber', renamed: 'tag-amber', reordered: 'tag-blue' };

/** Why a run waits: how its source's columns differ, whom that affects, and deciding how it goes on. */
export function HeldRun({ run }: { run: Run }) {
  const { t } = useTranslation();
  const { key } = useAdminKey();
  const { data: drift, isPending, error, refetch } = useDrift(run.id, key);
  return (
    <section className="card pad held" aria-labelledby="held-title">
      <h2 id="held-title">{t('held.title')}</h2>
      {isPending && <Waiting lines={4} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {drift && <Difference run={run} drift={drift} />}
    </section>
  );
}

function Difference({ run, drift }: { run: Run; drift: Drift }) {
  const { t } = useTranslation();
  const [renames, setRenames] = useState<Record<string, string>>(() => suggested(drift));
  return (
    <>
      <p>
        {t('held.lead')} {drift.heldAt && <span className="dim">{t('held.since', { time: instant(drift.heldAt) })}</span>}
      </p>
      {drift.tables.map((table) => (
        <ChangesOf key={table.dataset} table={table} renames={renames} editable={drift.waits} onRename={(old, now) => setRenames(renamed(renames, old, now))} />
      ))}
      <h3>{t('held.affected')}</h3>
      {!drift.affected && <p className="dim">{t('held.affectedWithheld')}</p>}
      {drift.affected?.length === 0 && <p className="dim">{t('held.nobody')}</p>}
      {drift.affected && drift.affected.length > 0 && (
        <ul>
          {drift.affected.map(({ kind, id, title, dataset }) => (
            <li key={`${kind} ${id}`}>
              <span className="tag">{t(`held.kinds.${kind}`)}</span> {title} <span className="dim">{dataset}</span>
            </li>
          ))}
        </ul>
      )}
      {drift.waits ? <Decide run={run} renames={renames} /> : drift.decision && <p role="status">{t('held.decided', { what: t(`held.verdicts.${drift.decision.decision}`) })}</p>}
    </>
  );
}

const suggested = (drift: Drift) =>
  Object.fromEntries(drift.tables.flatMap(({ changes }) => changes.flatMap(({ kind, before, after }) => (kind === 'renamed' && before && after ? [[before.name, after.name]] : []))));

/** One new column stands for one old column at most. */
function renamed(renames: Record<string, string>, old: string, now: string): Record<string, string> {
  const others = Object.entries(renames).filter(([name, taken]) => name !== old && taken !== now);
  return Object.fromEntries(now ? [...others, [old, now]] : others);
}

function ChangesOf({ table, renames, editable, onRename }: { table: DriftTable; renames: Record<string, string>; editable: boolean; onRename: (old: string, now: string) => void }) {
  const { t } = useTranslation();
  const fresh = table.changes.flatMap(({ kind, after }) => ((kind === 'added' || kind === 'renamed') && after ? [after.name] : []));
  const asks = ({ kind }: DriftChange) => (kind === 'missing' || kind === 'renamed') && fresh.length > 0;
  const label = t('held.tableOf', { table: table.table, with: table.comparedWith === 'declared' ? t('held.declared') : table.comparedWith });
  return (
    <>
      <h3>{label}</h3>
      <DataTable
        label={label}
        rows={table.changes}
        keyOf={({ kind, before, after }, at) => `${kind} ${before?.name} ${after?.name} ${at}`}
        columns={[
          { name: 'kind', head: t('held.change'), cell: ({ kind }) => <span className={`tag ${LOOKS[kind]}`}>{t(`held.changes.${kind}`)}</span> },
          { name: 'before', head: t('held.before'), cell: ({ kind, before }) => (kind === 'reordered' ? t('held.order') : <OneColumn column={before} />) },
          { name: 'after', head: t('held.after'), cell: ({ after }) => <OneColumn column={after} /> },
          table.changes.some(({ evolve }) => evolve) && { name: 'outlook', head: t('held.outlook'), cell: (change: DriftChange) => <Outlooks change={change} /> },
          table.changes.some(asks) && {
            name: 'renamed',
            head: t('held.isNow'),
            cell: (change: DriftChange) =>
              asks(change) && change.before ? (
                editable ? (
                  <Choice hideLabel label={t('held.isNowOf', { column: change.before.name })} value={renames[change.before.name] ?? ''} options={[{ value: '', label: t('held.gone') }, ...fresh.map((name) => ({ value: name, label: name }))]} onChange={(now) => onRename(change.before?.name ?? '', now)} />
                ) : (
                  (renames[change.before.name] ?? t('held.gone'))
                )
              ) : null,
          },
        ]}
      />
    </>
  );
}

function OneColumn({ column }: { column?: DriftColumn }) {
  const { t } = useTranslation();
  if (!column) return <span className="dim">—</span>;
  return (
    <>
      <code>{column.name}</code> <span className="dim">{column.type ?? '—'}</span> {column.required && <span className="tag">{t('held.required')}</span>}
    </>
  );
}

/** What each decision makes of one column, before anybody takes it. */
function Outlooks({ change: { evolve, ignore } }: { change: DriftChange }) {
  const { t, i18n } = useTranslation();
  const said = ({ message, messageEn }: Outlook) => (i18n.language.startsWith('zh') ? message : messageEn);
  return (
    <>
      {evolve && <div>{t('held.outlookOf', { verdict: t('held.verdicts.evolve'), what: said(evolve) })}</div>}
      {ignore && <div className="dim">{t('held.outlookOf', { verdict: t('held.verdicts.ignore'), what: said(ignore) })}</div>}
    </>
  );
}

function Decide({ run, renames }: { run: Run; renames: Record<string, string> }) {
  const { t } = useTranslation();
  const { ask } = useAdminKey();
  const decide = useDecide(run.id);
  useForgetRefusedKey(decide.error);
  const click = async (decision: Verdict) => {
    const key = await ask();
    if (key) decide.mutate({ decision, renames: decision === 'reject' ? {} : renames, key });
  };
  return (
    <>
      <h3>{t('held.decide')}</h3>
      <dl className="verdicts">
        {VERDICTS.map((verdict) => (
          <div key={verdict}>
            <dt>
              <Button look={verdict === 'reject' ? 'danger' : verdict === 'evolve' ? 'primary' : 'plain'} busy={decide.isPending} onClick={() => void click(verdict)} data-decision={verdict}>
                {t(`held.verdicts.${verdict}`)}
              </Button>
            </dt>
            <dd>{t(`held.means.${verdict}`)}</dd>
          </div>
        ))}
      </dl>
      {decide.isSuccess && <p role="status">{t('held.sent')}</p>}
      {decide.error && <ErrorState error={decide.error} />}
    </>
  );
}
