import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';
import { toDayRange } from './to-day-range.js';
import type { zh } from './words.js';

const PAGE = 50;

/** What was done, by its name in the log. */
export type AuditAction = keyof (typeof zh)['action'];

/** What entries are asked for; null: all. */
export interface AuditFilter {
  readonly subjectId: string | null;
  readonly accountId: string | null;
  readonly action: AuditAction | null;
  /** A day in Beijing, `YYYY-MM-DD`. */
  readonly day: string | null;
}

const readPage = ({ subjectId, accountId, action, day }: AuditFilter, before: number | null) =>
  bodyOf(
    cloud.get('/api/v1/audit', {
      query: {
        limit: PAGE,
        ...(subjectId === null ? {} : { subjectId }),
        ...(accountId === null ? {} : { accountId }),
        ...(action === null ? {} : { action }),
        ...(day === null ? {} : toDayRange(day)),
        ...(before === null ? {} : { before }),
      },
    }),
  );
const readHead = () => bodyOf(cloud.get('/api/v1/audit/head'));

/** An entry of the log with its hash. */
export type AuditLine = Awaited<ReturnType<typeof readPage>>['lines'][number];

/** Entries of the log, the newest first. */
export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => readPage(filter, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextBefore }) => nextBefore,
  });
}

/** The last entry of all. */
export function useAuditHead() {
  return useQuery({ queryKey: ['audit', 'head'], queryFn: readHead });
}
