import { singleConditions } from './fused-condition.js';
import { nearest } from './nearest.js';
import type { Rule } from './rule.js';

/** A name of the document that cannot be used as it stands. */
interface ReferenceProblem {
  readonly code: 'rules.no-such-name' | 'rules.named-twice' | 'rules.contradiction';
  readonly path: PropertyKey[];
  readonly message: string;
}

const LISTS = ['zones', 'vendingPoints', 'speakers', 'templates', 'rules'] as const;
const WORDS = {
  zones: { zh: '区域', en: 'zone' },
  vendingPoints: { zh: '疏导点', en: 'vending point' },
  speakers: { zh: '音柱', en: 'speaker' },
  templates: { zh: '提醒语', en: 'template' },
  rules: { zh: '规则', en: 'rule' },
} as const;
type List = (typeof LISTS)[number];

/** The parts of a document that carry names. */
type NamedParts = Readonly<Record<Exclude<List, 'rules'>, readonly { readonly id: string }[]>> & {
  readonly rules: readonly Rule[];
};

/** What names nothing, is named twice, or names itself in a circle. */
export function checkReferences(document: NamedParts): ReferenceProblem[] {
  const ids = (list: List) => document[list].map(({ id }) => id);
  const missing = (list: List, id: string | null, path: PropertyKey[]): ReferenceProblem[] =>
    id === null || ids(list).includes(id)
      ? []
      : [{ code: 'rules.no-such-name', path, message: noSuch(list, id, ids(list)) }];
  return [
    ...LISTS.flatMap((list) => twice(list, ids(list))),
    ...document.rules.flatMap((rule, index) => {
      const at = (...path: PropertyKey[]) => ['rules', index, ...path];
      return [
        ...(rule.matter === 'dust' ? [] : missing('zones', rule.zone, at('zone'))),
        ...missing('speakers', rule.remind?.speaker ?? null, at('remind', 'speaker')),
        ...missing('templates', rule.remind?.template ?? null, at('remind', 'template')),
        ...rule.with.flatMap((condition, place) => {
          if (condition.kind === 'rule') return missing('rules', condition.rule, at('with', place, 'rule'));
          if (condition.kind !== 'anyOf') return [];
          return condition.of.flatMap((single, inner) =>
            single.kind === 'rule' ? missing('rules', single.rule, at('with', place, 'of', inner, 'rule')) : [],
          );
        }),
      ];
    }),
    ...circles(document),
  ];
}

function twice(list: List, ids: readonly string[]): ReferenceProblem[] {
  return ids.flatMap((id, index) => {
    if (ids.indexOf(id) === index) return [];
    const { zh, en } = WORDS[list];
    const message = `"${id}" 出现两次，请给每个${zh}各自的 id / "${id}" is listed twice; give each ${en} its own id`;
    return [{ code: 'rules.named-twice', path: [list, index, 'id'], message }];
  });
}

function noSuch(list: List, id: string, ids: readonly string[]): string {
  const { zh, en } = WORDS[list];
  const guess = nearest(id, ids);
  const mendZh = guess === null ? `现有：${ids.join('、') || '无'}` : `是否为 "${guess}"？`;
  const mendEn = guess === null ? `there are: ${ids.join(', ') || 'none'}` : `did you mean "${guess}"?`;
  return `没有${zh} "${id}"，${mendZh} / there is no ${en} "${id}"; ${mendEn}`;
}

/** Rules that wait for one another would never find anything. */
function circles({ rules }: NamedParts): ReferenceProblem[] {
  const waitsFor = new Map(
    rules.map((rule) => [
      rule.id,
      singleConditions(rule.with).flatMap((condition) => (condition.kind === 'rule' ? [condition.rule] : [])),
    ]),
  );
  return rules.flatMap((rule, index) => {
    const seen = new Set<string>();
    const next = [...(waitsFor.get(rule.id) ?? [])];
    for (let id = next.pop(); id !== undefined; id = next.pop()) {
      if (id === rule.id) {
        const message = `规则 "${rule.id}" 最终依赖自身，永远不会成立，请去掉一处 / rule "${rule.id}" waits for itself, and so never holds; take one condition out`;
        return [{ code: 'rules.contradiction', path: ['rules', index, 'with'], message }];
      }
      if (seen.has(id)) continue;
      seen.add(id);
      next.push(...(waitsFor.get(id) ?? []));
    }
    return [];
  });
}
