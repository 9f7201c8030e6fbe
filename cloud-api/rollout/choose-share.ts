import { createHash } from 'node:crypto';

/**
 * The gateways of a group that a share of a roll-out reaches: a fixed order of the group, drawn anew for each roll-out, so that not always the same
 * ones go first. Of the same group a greater share holds every smaller one, and no share is empty.
 *
 * @param percent 1 to 100; a part of a gateway counts as a whole one
 */
export function chooseShare(rolloutId: number, gatewayIds: readonly string[], percent: number): ReadonlySet<string> {
  const drawn = gatewayIds.map((gatewayId) => ({
    gatewayId,
    lot: createHash('sha256').update(`lamppost roll-out ${rolloutId} ${gatewayId}`).digest('hex'),
  }));
  drawn.sort((a, b) => (a.lot < b.lot ? -1 : 1));
  const count = Math.ceil((gatewayIds.length * percent) / 100);
  return new Set(drawn.slice(0, count).map(({ gatewayId }) => gatewayId));
}
