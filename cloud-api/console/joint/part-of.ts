import type { Me } from '../session/use-me.js';
import type { Support } from './use-supports.js';

/** In which part somebody may act in a support; one who is limited to no bureau may in both. */
export function partOf(
  { leadBureauId, bureauId }: Pick<Support, 'leadBureauId' | 'bureauId'>,
  me: Pick<Me, 'bureauId' | 'permissions'> | null,
): { readonly isLead: boolean; readonly isSupporter: boolean } {
  if (me === null) return { isLead: false, isSupporter: false };
  const isOf = (id: string) => me.bureauId === null || me.bureauId === id;
  return {
    isLead: isOf(leadBureauId) && me.permissions.includes('case.transfer'),
    isSupporter: isOf(bureauId) && me.permissions.includes('case.accept'),
  };
}
