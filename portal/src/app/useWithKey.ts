import { useAdminKey } from './AdminKey';
import { useForgetRefusedKey } from './useForgetRefusedKey';

/** Does what needs the administrator key: asks for the key where it is not known, and again after the hub has refused it. */
export function useWithKey(error: Error | null) {
  const { ask } = useAdminKey();
  useForgetRefusedKey(error);
  return async (what: (key: string) => void) => {
    const key = await ask();
    if (key) what(key);
  };
}
