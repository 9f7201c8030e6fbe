import type { Me } from '../session/use-me.js';

/** A part of the administration. */
export type SectionName = 'accounts' | 'areas' | 'documents' | 'rollout' | 'webhooks';

const SECTIONS: readonly { readonly name: SectionName; readonly permission: Me['permissions'][number] }[] = [
  { name: 'accounts', permission: 'account.manage' },
  { name: 'areas', permission: 'jurisdiction.read' },
  { name: 'documents', permission: 'rules.read' },
  { name: 'rollout', permission: 'rules.read' },
  { name: 'webhooks', permission: 'webhook.manage' },
];

/** The parts that somebody's permissions open, in the order of the page. */
export function sectionsFor(permissions: Me['permissions']): SectionName[] {
  return SECTIONS.filter(({ permission }) => permissions.includes(permission)).map(({ name }) => name);
}
