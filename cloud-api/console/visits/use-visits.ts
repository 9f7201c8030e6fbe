import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';

const REFRESH_MS = 30_000;

const readPage = (state: VisitState | null, cursor: string | null) =>
  bodyOf(
    cloud.get('/api/v1/inspections', {
      query: { ...(state === null ? {} : { state }), ...(cursor === null ? {} : { cursor }) },
    }),
  );
const readOne = (inspectionId: number) =>
  bodyOf(cloud.get('/api/v1/inspections/{inspectionId}', { path: { inspectionId } }));

/** One visit for several cases. */
export type Visit = Awaited<ReturnType<typeof readOne>>;
/** Where a visit stands. */
export type VisitState = 'proposed' | 'planned' | 'done' | 'declined' | 'cancelled' | 'stale';

/** Visits that concern one's bureau, the newest first. */
export function useVisits(state: VisitState | null) {
  return useInfiniteQuery({
    queryKey: ['visits', state],
    queryFn: ({ pageParam }) => readPage(state, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** One visit. */
export function useVisit(inspectionId: number) {
  return useQuery({ queryKey: ['visits', 'one', inspectionId], queryFn: () => readOne(inspectionId) });
}
