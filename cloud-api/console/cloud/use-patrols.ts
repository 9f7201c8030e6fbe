import { useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from './client.js';

const PAGE = 100;

async function readPatrols() {
  const patrols = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await bodyOf(
      cloud.get('/api/v1/patrols', { query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } }),
    );
    patrols.push(...page.patrols);
    cursor = page.nextCursor;
  }
  return patrols;
}

/** A patrol, and the grids that it goes through. */
export type Patrol = Awaited<ReturnType<typeof readPatrols>>[number];

/** All patrols of the town. */
export function usePatrols() {
  return useQuery({ queryKey: ['patrols'], queryFn: readPatrols, staleTime: 300_000 });
}
