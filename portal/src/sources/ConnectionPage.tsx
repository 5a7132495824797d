import { useState } from 'react';
import { useConnection, useConnections, useConnectors, type Kind } from '../api/sources';
import { useAdminKey } from '../app/AdminKey';
import { useForgetRefusedKey } from '../app/useForgetRefusedKey';
import { ErrorState } from '../common/ErrorState';
import { Waiting } from '../common/Waiting';
import { FormPage } from '../forms/FormPage';
import { ConnectionForm } from './ConnectionForm';

interface Props {
  kind: Kind;
  /** Of the one that is edited. */
  id?: string;
  home: string;
  next: { name: string; label: string; go: (id: string) => void }[];
}

/** The page of a source or a target: new, or edited. */
export function ConnectionPage({ home, ...form }: Props) {
  return (
    <FormPage words={`${form.kind}Form`} id={form.id} home={home}>
      <Loaded {...form} />
    </FormPage>
  );
}

function Loaded({ kind, id, next }: Omit<Props, 'home'>) {
  const { key = '' } = useAdminKey();
  const connectors = useConnectors(kind);
  const all = useConnections(kind, key);
  const edited = useConnection(kind, id, key);
  const [begun, setBegun] = useState(0);
  useForgetRefusedKey(all.error);
  const error = connectors.error ?? all.error ?? edited.error;
  if (error) return <ErrorState error={error} onRetry={() => void Promise.all([connectors.refetch(), all.refetch()])} />;
  if (!connectors.data || !all.data || (id !== undefined && !edited.data)) return <Waiting lines={8} />;
  const reload = () => void edited.refetch().then(() => setBegun(begun + 1));
  return <ConnectionForm key={begun} kind={kind} connectors={connectors.data} taken={all.data.map((one) => one.id)} edited={edited.data} adminKey={key} next={next} onReload={reload} />;
}
