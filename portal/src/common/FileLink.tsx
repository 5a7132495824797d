import type { ReactNode } from 'react';
import { useFile } from '../api/files';
import type { Dataset } from '../api/types';
import { useAdminKey } from '../app/AdminKey';
import { Button } from './Button';

interface Props {
  url: string;
  /** Of the format: what tests look for, and what the saved file is called where the hub gives no name. */
  name: string;
  label?: string;
  /** Whether the hub gives the file only with the key, which a link cannot carry. */
  keyed: boolean;
  className?: string;
  children: ReactNode;
}

/** Whether the files and records of a dataset are for the key alone. */
export const isClosed = ({ access, origin }: Dataset) => origin?.kind !== 'HARVESTED' && access !== undefined && access.code !== 'PUBLIC';

/** A file to download: a link, or with the key a button that fetches it. */
export function FileLink({ url, name, label, keyed, className = 'small', children }: Props) {
  const { key } = useAdminKey();
  const file = useFile();
  if (keyed && key !== undefined) {
    return (
      <Button className={className} data-download={name} aria-label={label} busy={file.isPending} onClick={() => file.mutate({ path: url, key, name })}>
        {children}
      </Button>
    );
  }
  return (
    <a className={`button ${className}`} href={url} download data-download={name} aria-label={label}>
      {children}
    </a>
  );
}
