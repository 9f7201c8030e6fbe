import { hasFootInZone } from '../zones/is-in-zone.js';
import { fireEvidence, smokeEvidence } from './burning-evidence.js';
import type { CameraLook } from './camera-look.js';
import type { Judgement } from './judgement.js';
import { dropEnded, findOpen, joinOpen } from './join-open.js';
import type { BurningRule } from './document/burning-rule.js';
import type { Zone } from './document/zone.js';
import type { RuleState } from './rule-state.js';

/**
 * Judges one look by a burning rule: fire in the zone, or smoke from it that has what makes it more than smoke. One zone has one fire at a
 * time: while fire or smoke is there, it belongs to the violation that was told.
 */
export function judgeBurning(rule: BurningRule, zone: Zone, state: RuleState, look: CameraLook): Judgement {
  const { atMs, hazards } = look;
  const isQuiet = hazards.fires.length + hazards.smokes.length + state.open.length === 0;
  if (isQuiet && state.presence === null) return { state, findings: [] };
  const fires = hazards.fires.filter(({ box }) => hasFootInZone(box, zone.polygon));
  // Smoke drifts: where it began is nearest to what burns.
  const smokes =
    rule.smoke === null ? [] : hazards.smokes.filter(({ originBox }) => hasFootInZone(originBox, zone.polygon));
  const open = dropEnded(state.open, atMs, rule.endsAfterSeconds * 1000);
  const key = `zone-${zone.id}`;
  const index = findOpen(open, { key, box: null, atMs });
  const isThere = fires.length + smokes.length > 0;
  const given = { rule, zone, atMs, rise: state.rise };
  const found =
    index >= 0
      ? undefined
      : [...fires.map((fire) => fireEvidence(fire, given)), ...smokes.map((smoke) => smokeEvidence(smoke, given))].find(
          (evidence) => evidence !== null,
        );
  const isOpen = index >= 0 || found !== undefined;
  const joined = isThere && isOpen ? joinOpen(open, index, { key, box: null, lastSeenAtMs: atMs }) : open;
  return {
    state: { ...state, open: [...joined], presence: null },
    findings: found === undefined ? [] : [{ key, triggeredAtMs: atMs, ...found }],
  };
}
