import type { LiveZone } from '@lamppost/gateway/console-shapes';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { LiveLink, type LiveState } from './live-link.js';
import { LivePicture } from './live-picture.js';
import { keepLook, type LiveLook, lookAt } from './look-at.js';

/** The list beside the picture is brought up to date so often. */
const LIST_EVERY_MS = 500;

/** What is seen now. */
export interface LiveScene {
  readonly look: LiveLook | null;
  readonly zones: readonly LiveZone[];
  /** Capture time of the picture. */
  readonly atMs: number;
}

const NOTHING: LiveScene = { look: null, zones: [], atMs: 0 };

/** Watches a camera: paints its pictures on a canvas, and tells what belongs to each. `onScene` is called for every picture. */
export function useLive(
  cameraId: string,
  canvas: RefObject<HTMLCanvasElement | null>,
  onScene: RefObject<(scene: LiveScene) => void>,
): { state: LiveState; scene: LiveScene; again: () => void } {
  const [state, setState] = useState<LiveState>({ kind: 'connecting' });
  const [scene, setScene] = useState(NOTHING);
  const link = useRef<LiveLink | null>(null);
  useEffect(() => {
    const ground = canvas.current;
    if (ground === null) return;
    let looks: LiveLook[] = [];
    let zones: readonly LiveZone[] = [];
    let listedAtMs = -Infinity;
    const picture = new LivePicture(ground, (atMs) => {
      const now = { look: lookAt(looks, atMs), zones, atMs };
      onScene.current(now);
      setState((before) => (before.kind === 'waiting' ? { kind: 'playing' } : before));
      if (Math.abs(atMs - listedAtMs) < LIST_EVERY_MS) return;
      listedAtMs = atMs;
      setScene(now);
    });
    const opened = new LiveLink(cameraId, {
      onState: setState,
      onData: (data) => {
        picture.push(data);
      },
      onMessage: (message) => {
        if (message.kind === 'look') looks = keepLook(looks, message);
        else if (message.kind === 'zones') ({ zones } = message);
        else if (message.kind === 'start') {
          picture.begin(message.anchorMs);
          setState({ kind: 'waiting' });
        }
      },
    });
    link.current = opened;
    return () => {
      opened.close();
      picture.close();
    };
  }, [cameraId, canvas, onScene]);
  return {
    state,
    scene,
    again: () => {
      link.current?.again();
    },
  };
}
