import type { Polygon } from '@lamppost/contracts';
import type { CheckedRules, RuleDocument } from '@lamppost/gateway/console-shapes';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useDraft } from '../draft/draft-context.js';
import type { Area } from './zone-canvas.js';

/** Time without a movement after which a polygon goes into the draft: a row of key presses is one change. */
const SETTLED_AFTER_MS = 300;

interface Pending {
  readonly key: string;
  readonly polygon: Polygon;
}

/** Areas of a camera by where they stand in the document. */
export function areasOf({ zones, vendingPoints }: RuleDocument, cameraId: string): Area[] {
  return [
    ...zones.flatMap(({ id, name, camera, polygon }, index): Area[] =>
      camera === cameraId ? [{ key: `zones/${index}`, kind: 'zone', name: name ?? id, polygon }] : [],
    ),
    ...vendingPoints.flatMap(({ name, camera, polygon }, index): Area[] =>
      camera === cameraId ? [{ key: `vendingPoints/${index}`, kind: 'point', name, polygon }] : [],
    ),
  ];
}

/** Path of an area in the document. */
export function pathOf(key: string): [string, number] {
  const [list = '', index = ''] = key.split('/');
  return [list, Number(index)];
}

/** The areas of a camera, and how they are bent: at once to the eye, and into the draft when the hand has come to rest. */
export function useAreas(cameraId: string, checked: CheckedRules) {
  const { edit } = useDraft();
  const [pending, setPending] = useState<Pending | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const latest = useRef<Pending | null>(null);
  const settle = useCallback(async () => {
    window.clearTimeout(timer.current);
    const now = latest.current;
    if (now === null) return;
    await edit({ op: 'set', path: [...pathOf(now.key), 'polygon'], value: now.polygon });
    // What moved on meanwhile is settled by itself.
    if (latest.current !== now) return;
    latest.current = null;
    setPending(null);
  }, [edit]);
  const bend = useCallback(
    (key: string, polygon: Polygon, isOver: boolean) => {
      latest.current = { key, polygon };
      setPending(latest.current);
      window.clearTimeout(timer.current);
      if (isOver) timer.current = window.setTimeout(() => void settle(), SETTLED_AFTER_MS);
    },
    [settle],
  );
  // Whoever leaves the page means what was moved last.
  useEffect(() => () => void settle(), [settle]);
  const areas = checked.status === 'refused' ? [] : areasOf(checked.document, cameraId);
  return {
    areas: areas.map((area) => (area.key === pending?.key ? { ...area, polygon: pending.polygon } : area)),
    bend,
    settle,
  };
}
