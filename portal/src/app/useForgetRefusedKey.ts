import { useEffect } from 'react';
import { Problem } from '../api/client';
import { useAdminKey } from './AdminKey';

/** A key that the hub refused is asked for again at the next attempt. */
export function useForgetRefusedKey(error: Error | null) {
  const { forget } = useAdminKey();
  const refused = error instanceof Problem && (error.status === 401 || error.status === 403);
  useEffect(() => {
    if (refused) forget();
  }, [refused, forget]);
}
