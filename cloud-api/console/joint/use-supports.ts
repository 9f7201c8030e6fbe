import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';

const REFRESH_MS = 30_000;

const readPage = (state: SupportState | null, cursor: string | null) =>
  bodyOf(
    cloud.get('/api/v1/supports', {
      query: { ...(state === null ? {} : { state }), ...(cursor === null ? {} : { cursor }) },
    }),
  );
const readOfCase = (caseId: string) => bodyOf(cloud.get('/api/v1/cases/{caseId}/supports', { path: { caseId } }));

/** A support with what its case is about. */
export type Support = Awaited<ReturnType<typeof readPage>>['supports'][number];
/** Where a support stands. */
export type SupportState = 'invited' | 'accepted' | 'refused' | 'withdrawn' | 'ended';

/** Supports that one's bureau gives or asked for, the newest first. */
export function useSupports(state: SupportState | null) {
  return useInfiniteQuery({
    queryKey: ['supports', state],
    queryFn: ({ pageParam }) => readPage(state, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** The supports of a case, first to last. */
export function useSupportsOf(caseId: string) {
  return useQuery({ queryKey: ['supports', 'of', caseId], queryFn: () => readOfCase(caseId) });
}
