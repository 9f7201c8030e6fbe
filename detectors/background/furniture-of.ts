import type { Box } from '@lamppost/contracts';
import type { Track } from '../tracking/track.js';
import { BACKGROUND_DEFAULTS } from './background-options.js';
import type { BackgroundOptions } from './background-options.js';
import { UNKNOWN } from './background-state.js';
import type { BackgroundState } from './background-state.js';
import { cellsOfBox } from './grid-area.js';
import { contrastOf } from './update-cells.js';

/** Least share of its cells that must show their background. */
const LEAST_SHARE = 0.7;

/**
 * Numbers of the tracks that stand where nothing has changed for as long as the street has been known: a café's chairs, a tree that the
 * model takes for an umbrella. Empty while the background is younger than `settleMs`, for then they may have come just before it was learnt.
 */
export function furnitureOf(
  state: BackgroundState | null,
  tracks: readonly Track[],
  options: Partial<BackgroundOptions> = {},
): number[] {
  const settings = { ...BACKGROUND_DEFAULTS, ...options };
  if (state === null || state.atMs - state.bornAtMs < settings.settleMs) return [];
  return tracks
    .filter(
      ({ stationarySinceMs, anchorBox }) => stationarySinceMs !== null && isBackground(state, anchorBox, settings),
    )
    .map(({ trackId }) => trackId);
}

function isBackground({ area, cells }: BackgroundState, box: Box, options: BackgroundOptions): boolean {
  const { firstColumn, lastColumn, firstRow, lastRow } = cellsOfBox(box, area, 0);
  let all = 0;
  let same = 0;
  for (let row = firstRow; row <= lastRow; row += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      const cell = row * area.columns + column;
      const known = cells.background[cell] ?? UNKNOWN;
      const isSame = Math.abs((cells.shown[cell] ?? 0) - known) <= contrastOf(cells, cell, options);
      all += 1;
      if (known !== UNKNOWN && isSame) same += 1;
    }
  }
  return all > 0 && same >= LEAST_SHARE * all;
}
