import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from './client.js';

const readCase = (caseId: string) => bodyOf(cloud.get('/api/v1/cases/{caseId}', { path: { caseId } }));

/** A case with all that its package says. */
export type CaseDetail = Awaited<ReturnType<typeof readCase>>;

function caseQuery(caseId: string) {
  return queryOptions({ queryKey: ['case', caseId], queryFn: () => readCase(caseId), staleTime: 15_000 });
}

/** One case. */
export function useCase(caseId: string | null) {
  return useQuery({ ...caseQuery(caseId ?? ''), enabled: caseId !== null });
}

/** Reads cases before they are asked for, with the pictures that a reviewer looks at first. */
export async function prefetchCase(queries: QueryClient, caseId: string): Promise<void> {
  const detail = await queries.query(caseQuery(caseId)).catch(() => null);
  for (const { url } of shownPictures(detail).slice(0, 2)) new Image().src = url;
}

/** Copies that are shown, in this order. Originals are not among them: everyone uninvolved is to be seen there. */
const SHOWN_ROLES = ['composite', 'overlay', 'masked', 'close-up', 'chart'] as const;

/** The pictures of a case that may be shown to all. */
export function shownPictures(detail: CaseDetail | null): CaseDetail['files'] {
  return SHOWN_ROLES.flatMap((role) => detail?.files.filter((file) => file.role === role) ?? []);
}
