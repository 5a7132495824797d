import { useTranslation } from 'react-i18next';
import { DIFFERENCE_KINDS, useDifferences, type Statement } from '../api/reconciliations';
import { useAdminKey } from '../app/AdminKey';
import { Choice } from '../common/Choice';
import { DataTable } from '../common/DataTable';
import { number } from '../common/format';
import { Listing } from '../common/Listing';
import { useFilters } from '../common/useFilters';

const SIZE = 20;
const LOOKS = { onlyInSource: 'tag-amber', onlyInTarget: 'tag-blue', different: 'tag-red' };

/** The keys by which a statement's sides differ; nothing where none do. */
export function DifferenceList({ statement: { id, lines } }: { statement: Statement }) {
  const { t } = useTranslation();
  const { key } = useAdminKey();
  const { value, page, set, pageAddress } = useFilters();
  const all = lines.flatMap(({ differences, deliveries }) => [differences, ...deliveries.map((one) => one.differences)]);
  const some = all.some((one) => DIFFERENCE_KINDS.some((kind) => one[kind] > 0));
  const found = useDifferences(id, { kind: value('kind'), subscription: value('subscription'), dataset: value('dataset'), page, size: SIZE }, some ? key : undefined);
  if (!some) return null;
  const any = { value: '', label: t('runs.any') };
  const named = (names: string[]) => [any, ...names.map((name) => ({ value: name, label: name }))];
  const version = (dataset: string) => lines.find((line) => line.dataset === dataset)?.version;
  return (
    <section className="card pad" aria-labelledby="differences">
      <h2 id="differences">{t('reconcile.keys')}</h2>
      <p className="dim">{t('reconcile.keysHelp')}</p>
      <div className="conditions">
        <Choice label={t('reconcile.kind')} value={value('kind')} options={[any, ...DIFFERENCE_KINDS.map((kind) => ({ value: kind, label: t(`reconcile.kinds.${kind}`) }))]} onChange={(one) => set('kind', one)} />
        <Choice label={t('deliveries.subscription')} value={value('subscription')} options={named([...new Set(lines.flatMap(({ deliveries }) => deliveries.map(({ subscription }) => subscription)))])} onChange={(one) => set('subscription', one)} />
        {lines.length > 1 && <Choice label={t('reconcile.dataset')} value={value('dataset')} options={named(lines.map(({ dataset }) => dataset))} onChange={(one) => set('dataset', one)} />}
      </div>
      <Listing found={found} count={(n) => t('reconcile.keyCount', { n: number(n) })} none={<p className="empty">{t('reconcile.noKeys')}</p>} page={page} size={SIZE} pageAddress={pageAddress} stay>
        {(items) => (
          <DataTable
            label={t('reconcile.keys')}
            rows={items}
            keyOf={(_, at) => at}
            columns={[
              { name: 'key', head: t('reconcile.key'), names: true, cell: ({ key: values }) => <code>{values.join(', ')}</code> },
              { name: 'kind', head: t('reconcile.kind'), cell: ({ kind }) => <span className={`tag ${LOOKS[kind]}`}>{t(`reconcile.kinds.${kind}`)}</span> },
              { name: 'edge', head: t('reconcile.between'), cell: ({ dataset, subscription, version: batch }) => (subscription ? `${dataset} ${batch ?? version(dataset) ?? ''} ↔ ${subscription}` : `${t('reconcile.source')} ↔ ${dataset} ${version(dataset) ?? ''}`) },
            ]}
          />
        )}
      </Listing>
    </section>
  );
}
