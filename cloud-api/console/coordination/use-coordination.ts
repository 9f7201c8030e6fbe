import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';

const REFRESH_MS = 30_000;

/** Why cases have no bureau: several have the power, or none. */
export type Ambiguity = 'overlap' | 'none';

const readPage = (status: Ambiguity, before: number | null) =>
  bodyOf(cloud.get('/api/v1/coordination', { query: { status, ...(before === null ? {} : { before }) } }));
const readOne = (caseId: string) => bodyOf(cloud.get('/api/v1/cases/{caseId}/coordination', { path: { caseId } }));

/** A case without a bureau, as the list shows it. */
export type Unplaced = Awaited<ReturnType<typeof readPage>>['cases'][number];

/** Cases without a bureau, the newest first. */
export function useUnplaced(status: Ambiguity) {
  return useInfiniteQuery({
    queryKey: ['coordination', status],
    queryFn: ({ pageParam }) => readPage(status, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextBefore }) => nextBefore,
    refetchInterval: REFRESH_MS,
  });
}

/** How a case was routed, what bureaus say of it, and what was decided. */
export function useCoordination(caseId: string) {
  return useQuery({ queryKey: ['coordination', 'of', caseId], queryFn: () => readOne(caseId) });
}
