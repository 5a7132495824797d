import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { spoken } from '../common/format';

/** What a form has found wrong by itself, and what the hub has found wrong with what was sent, each at its field. */
export function useFaults(error: Error | null, known: (field: string) => boolean) {
  const { i18n } = useTranslation();
  const [own, setOwn] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const field = error instanceof Problem ? error.field : undefined;
  const placed = field !== undefined && known(field);
  const faults = useMemo(() => (error && placed && field ? { ...own, [field]: spoken(error.message, i18n.language) } : own), [error, placed, field, own, i18n.language]);

  // The first field that is wrong is where to go on; sections that hide it have opened by then.
  useEffect(() => {
    if (Object.keys(faults).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-fault]')?.focus();
  }, [faults]);

  return {
    form,
    faults,
    /** What belongs to no field. */
    rest: error && !placed ? error : null,
    /** Remembers what is wrong now; true when nothing is. */
    check: (found: Record<string, string>) => {
      setOwn(found);
      return Object.keys(found).length === 0;
    },
  };
}
