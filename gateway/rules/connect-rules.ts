import type { Listening } from './listening.js';

/** A rule, by what connects it to others. */
interface Connected {
  readonly rule: { readonly id: string };
  readonly listening: Pick<Listening, 'sources' | 'rules'>;
}

/**
 * Groups rules that must be judged in one order of events: those that read exactly the same sources, and those that wait for one another.
 * Within a group, a rule stands behind those that it waits for.
 */
export function connectRules<T extends Connected>(rules: readonly T[]): T[][] {
  const byId = new Map(rules.map((rule) => [rule.rule.id, rule]));
  const parents = new Map<string, string>();
  const rootOf = (name: string): string => {
    const parent = parents.get(name) ?? name;
    return parent === name ? name : rootOf(parent);
  };
  const join = (a: string, b: string) => void parents.set(rootOf(a), rootOf(b));
  for (const { rule, listening } of rules) {
    join(`rule ${rule.id}`, `sources ${[...listening.sources].sort().join(' ')}`);
    for (const other of listening.rules) join(`rule ${rule.id}`, `rule ${other}`);
  }
  const groups = new Map<string, T[]>();
  const placed = new Set<string>();
  const place = (rule: T): void => {
    const { id } = rule.rule;
    if (placed.has(id)) return;
    placed.add(id);
    for (const other of rule.listening.rules) {
      const known = byId.get(other);
      if (known !== undefined) place(known);
    }
    const root = rootOf(`rule ${id}`);
    groups.set(root, [...(groups.get(root) ?? []), rule]);
  };
  rules.forEach(place);
  return [...groups.values()];
}
