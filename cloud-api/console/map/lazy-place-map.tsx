import { LoadBoundary } from '@lamppost/page-kit';
import { type ComponentProps, lazy, Suspense } from 'react';
import type { PlaceMap as LoadedMap } from './place-map.js';

const Loaded = lazy(async () => ({ default: (await import('./place-map.js')).PlaceMap }));

/** Where something is, on a map whose program comes when it is asked for. It has its room from the beginning: nothing below moves away under a hand. */
export function PlaceMap(options: ComponentProps<typeof LoadedMap>) {
  return (
    <LoadBoundary place="">
      <Suspense fallback={<div className="map-room" />}>
        <Loaded {...options} />
      </Suspense>
    </LoadBoundary>
  );
}
