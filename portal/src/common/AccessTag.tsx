import type { Coded } from '../api/types';
import { Named } from './Words';

export function AccessTag({ access }: { access?: Coded }) {
  if (!access) return null;
  return (
    <span className={`tag ${access.code === 'PUBLIC' ? 'tag-blue' : 'tag-amber'}`}>
      <Named zh={access.label} en={access.labelEn} fallback={access.code} />
    </span>
  );
}
