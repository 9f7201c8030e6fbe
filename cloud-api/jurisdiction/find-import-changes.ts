import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Area, Bureau, Grid } from './area.js';
import { Power } from './power.js';

/** One thing that an import changes. What the file names and is there already as it says is none. */
export const ImportChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['bureau', 'area', 'grid']),
    change: z.enum(['added', 'changed']),
    id: z.string(),
    name: z.string(),
  }),
  z.object({
    kind: z.literal('power'),
    /** `removed`: it stands in the list of an area that the file names, and not in the file. */
    change: z.enum(['added', 'changed', 'removed']),
    power: Power,
    /** What is there now; with `changed` alone. */
    before: Power.nullable(),
  }),
]);
export type ImportChange = z.infer<typeof ImportChange>;

/** Bureaus, areas, grids and powers: those of a file, or those that are there. */
export interface Lists {
  readonly bureaus: readonly Bureau[];
  readonly areas: readonly Area[];
  readonly grids: readonly Grid[];
  readonly powers: readonly Power[];
}

interface Named<Value> {
  readonly kind: 'bureau' | 'area' | 'grid';
  readonly given: readonly Value[];
  readonly present: readonly Value[];
  readonly idOf: (value: Value) => string;
  readonly nameOf: (value: Value) => string;
}

function findNamed<Value>({ kind, given, present, idOf, nameOf }: Named<Value>): ImportChange[] {
  const there = new Map(present.map((value) => [idOf(value), value]));
  return given.flatMap((value): ImportChange[] => {
    const before = there.get(idOf(value));
    if (isDeepStrictEqual(before, value)) return [];
    return [{ kind, change: before === undefined ? 'added' : 'changed', id: idOf(value), name: nameOf(value) }];
  });
}

/** What makes an entry of a power list the same entry. */
function keyOf({ areaId, matterCode, bureauId, validFrom }: Power): string {
  return [areaId, matterCode, bureauId, validFrom].join(' ');
}

/**
 * What an import would change: of bureaus, areas and grids what is new or otherwise, of the power lists of the areas that the file names also what
 * is no longer in them. `present` holds at least what the file names, and the whole lists of those areas.
 */
export function findImportChanges(given: Lists, present: Lists): ImportChange[] {
  const areaIds = new Set(given.powers.map(({ areaId }) => areaId));
  const lists = present.powers.filter(({ areaId }) => areaIds.has(areaId));
  const there = new Map(lists.map((power) => [keyOf(power), power]));
  const kept = new Set(given.powers.map(keyOf));
  return [
    ...findNamed({
      ...{ kind: 'bureau', given: given.bureaus, present: present.bureaus },
      ...{ idOf: ({ bureauId }: Bureau) => bureauId, nameOf: ({ nameZh }: Bureau) => nameZh },
    }),
    ...findNamed({
      ...{ kind: 'area', given: given.areas, present: present.areas },
      ...{ idOf: ({ areaId }: Area) => areaId, nameOf: ({ name }: Area) => name },
    }),
    ...findNamed({
      ...{ kind: 'grid', given: given.grids, present: present.grids },
      ...{ idOf: ({ grid }: Grid) => grid, nameOf: ({ name }: Grid) => name },
    }),
    ...given.powers.flatMap((power): ImportChange[] => {
      const before = there.get(keyOf(power));
      if (before === undefined) return [{ kind: 'power', change: 'added', power, before: null }];
      const isSame = before.validTo === power.validTo && before.legalBasis === power.legalBasis;
      return isSame ? [] : [{ kind: 'power', change: 'changed', power, before }];
    }),
    ...lists
      .filter((power) => !kept.has(keyOf(power)))
      .map((power): ImportChange => ({ kind: 'power', change: 'removed', power, before: null })),
  ];
}
