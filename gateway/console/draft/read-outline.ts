import { Polygon } from '@lamppost/contracts';

/** Reads an outline as a change tells it, `[[0, 0.5], [1, 0.5], [1, 1]]`; null of anything else. */
export function readOutline(text: string | null): Polygon | null {
  if (text === null) return null;
  try {
    return Polygon.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
