import { z } from 'zod';
import type { Area, Bureau } from './area.js';
import { isInArea } from './is-in-area.js';
import { Power } from './power.js';

/** What became of one entry of the power lists, or of an area, when a place was routed. */
const RoutingStep = z.object({
  kind: z.enum(['area-holds', 'power-holds', 'power-not-yet', 'power-over', 'area-without-power', 'no-area']),
  areaId: z.string().nullable(),
  power: Power.nullable(),
  /** In words. */
  zh: z.string(),
  en: z.string(),
});
type RoutingStep = z.infer<typeof RoutingStep>;

/**
 * Where a matter at a place on a day belongs. `one`: to that bureau. `overlap`: several have the power, and people coordinate. `none`: no list
 * names a bureau, and the supervisor decides.
 */
export const Routing = z.object({
  status: z.enum(['one', 'overlap', 'none']),
  /** With `one` a single bureau, with `overlap` at least two, else none; in the order of their IDs. */
  bureauIds: z.array(z.string()),
  /** The area that the case is counted to: the one whose list named the bureau; else the first that holds the place; null without one. */
  areaId: z.string().nullable(),
  matterCode: z.string(),
  /** The day in Beijing that the lists were asked for. */
  day: z.string(),
  place: z.object({ lng: z.number(), lat: z.number() }),
  /** Conclusion in words. */
  zh: z.string(),
  en: z.string(),
  /** What matched and what did not. */
  steps: z.array(RoutingStep),
});
export type Routing = z.infer<typeof Routing>;

/** Bureaus, areas and power lists; those that have nothing to do with the place may be left out. */
export interface PowerLists {
  readonly bureaus: readonly Bureau[];
  readonly areas: readonly Area[];
  readonly powers: readonly Power[];
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function describePower(power: Power, area: Area, bureauName: { zh: string; en: string }, day: string): RoutingStep {
  const { areaId, matterCode, validFrom, validTo, legalBasis } = power;
  const base = { areaId, power };
  const zh = `片区“${area.name}”清单将事项 ${matterCode} 赋予${bureauName.zh}`;
  const en = `the list of "${area.name}" gives matter ${matterCode} to ${bureauName.en}`;
  if (day < validFrom)
    return {
      ...base,
      kind: 'power-not-yet',
      zh: `${zh}，但自 ${validFrom} 起才生效`,
      en: `${en}, but only from ${validFrom} on`,
    };
  if (validTo !== null && day > validTo)
    return { ...base, kind: 'power-over', zh: `${zh}，但已于 ${validTo} 到期`, en: `${en}, but only until ${validTo}` };
  return { ...base, kind: 'power-holds', zh: `${zh}（依据：${legalBasis}）`, en: `${en} (basis: ${legalBasis})` };
}

/** Finds the bureau that has the power over a matter at a place on a day, and says how. The same lists give the same answer. */
export function route(
  request: {
    readonly place: { readonly lng: number; readonly lat: number };
    readonly matterCode: string;
    readonly day: string;
  },
  lists: PowerLists,
): Routing {
  const { matterCode, day } = request;
  const place = { lng: request.place.lng, lat: request.place.lat };
  const names = new Map(
    lists.bureaus.map(({ bureauId, nameZh, nameEn }) => [bureauId, { zh: nameZh, en: nameEn ?? nameZh }]),
  );
  const nameOf = (bureauId: string) => names.get(bureauId) ?? { zh: bureauId, en: bureauId };
  const areas = lists.areas
    .filter(({ geometry }) => isInArea(geometry, place))
    .sort((a, b) => byText(a.areaId, b.areaId));

  const steps: RoutingStep[] = [];
  for (const area of areas) {
    const { areaId, name } = area;
    steps.push({
      ...{ kind: 'area-holds', areaId, power: null },
      ...{ zh: `地点位于片区“${name}”`, en: `the place lies in the area "${name}"` },
    });
    const powers = lists.powers
      .filter((power) => power.areaId === areaId && power.matterCode === matterCode)
      .sort((a, b) => byText(a.bureauId, b.bureauId) || byText(a.validFrom, b.validFrom));
    steps.push(...powers.map((power) => describePower(power, area, nameOf(power.bureauId), day)));
    if (powers.length === 0)
      steps.push({
        ...{ kind: 'area-without-power', areaId, power: null },
        zh: `片区“${name}”清单未列事项 ${matterCode}`,
        en: `the list of "${name}" does not name matter ${matterCode}`,
      });
  }
  if (areas.length === 0)
    steps.push({
      ...{ kind: 'no-area', areaId: null, power: null },
      ...{ zh: '地点不在任何片区内', en: 'the place lies in no area' },
    });

  const holding = steps.flatMap((step) => (step.kind === 'power-holds' && step.power !== null ? [step.power] : []));
  const bureauIds = [...new Set(holding.map(({ bureauId }) => bureauId))].sort(byText);
  const common = { bureauIds, areaId: holding[0]?.areaId ?? areas[0]?.areaId ?? null, matterCode, day, place, steps };
  const [bureauId] = bureauIds;
  if (bureauId === undefined)
    return {
      ...common,
      status: 'none',
      zh: `${day} 没有部门被赋予该地点事项 ${matterCode} 的权限，转上级指定`,
      en: `on ${day} no bureau has the power over matter ${matterCode} at this place: the supervisor decides`,
    };
  if (bureauIds.length === 1)
    return {
      ...common,
      status: 'one',
      zh: `${day} 该地点事项 ${matterCode} 由${nameOf(bureauId).zh}管辖`,
      en: `on ${day} matter ${matterCode} at this place belongs to ${nameOf(bureauId).en}`,
    };
  const list = (language: 'zh' | 'en') => bureauIds.map((id) => nameOf(id)[language]);
  return {
    ...common,
    status: 'overlap',
    zh: `${day} 该地点事项 ${matterCode} 有 ${bureauIds.length} 个部门均有权限（${list('zh').join('、')}），转协调`,
    en: `on ${day} ${bureauIds.length} bureaus have the power over matter ${matterCode} at this place (${list('en').join(', ')}): it goes to coordination`,
  };
}
