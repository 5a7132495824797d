import { createContext, lazy, Suspense, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';

const KeyDialog = lazy(() => import('./KeyDialog'));

interface AdminKey {
  known: boolean;
  /** What was entered and not forgotten. */
  key?: string;
  /** The key, asked for once unless `again`; undefined when the person cancels. */
  ask: (again?: boolean) => Promise<string | undefined>;
  forget: () => void;
}

const Context = createContext<AdminKey>({ known: false, ask: () => Promise.resolve(undefined), forget: () => undefined });

/** Holds the administrator key in memory only: it is gone with the page. */
export function AdminKeyProvider({ children }: { children: ReactNode }) {
  const [key, setKey] = useState<string>();
  const [asking, setAsking] = useState(false);
  const answer = useRef<(key: string | undefined) => void>(undefined);

  const ask = useCallback((again = false) => {
    if (key && !again) return Promise.resolve<string | undefined>(key);
    setAsking(true);
    return new Promise<string | undefined>((resolve) => {
      answer.current = resolve;
    });
  }, [key]);

  const close = (given?: string) => {
    setKey(given);
    setAsking(false);
    answer.current?.(given);
  };

  const forget = useCallback(() => setKey(undefined), []);
  const value = useMemo(() => ({ known: key !== undefined, key, ask, forget }), [key, ask, forget]);
  return (
    <Context.Provider value={value}>
      {children}
      {asking && (
        <Suspense>
          <KeyDialog onClose={close} />
        </Suspense>
      )}
    </Context.Provider>
  );
}

export const useAdminKey = () => useContext(Context);
