import type { Wall } from '@lamppost/gateway/console-shapes';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../box/ask.js';

const EVERY_MS = 2_000;

/** What the box says of itself and its devices, every two seconds while the page is seen. */
export function useWall() {
  return useQuery({ queryKey: ['wall'], queryFn: () => ask<Wall>('GET', '/wall'), refetchInterval: EVERY_MS });
}
