import type { ReactNode } from 'react';
import { useFile } from '../api/files';
import { useAdminKey } from '../app/AdminKey';
import { Button } from '../common/Button';

interface Props {
  url: string;
  /** Of the format: what tests look for, and what the saved file is called where the hub gives no name. */
  name: string;
  label: string;
  /** Whether the hub gives the file only with the key, which a link cannot carry. */
  keyed: boolean;
  children: ReactNode;
}

/** A file to download: a link, or with the key a button that fetches it. */
export function FileLink({ url, name, label, keyed, children }: Props) {
  const { key } = useAdminKey();
  const file = useFile();
  if (keyed && key !== undefined) {
    return (
      <Button className="small" data-download={name} aria-label={label} busy={file.isPending} onClick={() => file.mutate({ path: url, key, name })}>
        {children}
      </Button>
    );
  }
  return (
    <a className="button small" href={url} download data-download={name} aria-label={label}>
      {children}
    </a>
  );
}
