import { type ComponentProps, lazy, Suspense } from 'react';
import type { PlaceMap as LoadedMap } from './place-map.js';

const Loaded = lazy(async () => ({ default: (await import('./place-map.js')).PlaceMap }));

/** Where something is, on a map whose program comes when it is asked for. */
export function PlaceMap(options: ComponentProps<typeof LoadedMap>) {
  return (
    <Suspense fallback={null}>
      <Loaded {...options} />
    </Suspense>
  );
}
