import { useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../../cloud/client.js';
import { readAll } from '../read-all.js';

const readAreas = () =>
  readAll(
    async ({ limit, cursor: after }) => {
      const page = await bodyOf(
        cloud.get('/api/v1/areas', { query: { limit, ...(after === undefined ? {} : { after }) } }),
      );
      return { ...page, nextCursor: page.nextAfter };
    },
    ({ areas }) => areas,
  );
const readPowers = async (areaId: string) =>
  (await bodyOf(cloud.get('/api/v1/areas/{areaId}/powers', { path: { areaId } }))).powers;

/** An area with its shape. */
export type Area = Awaited<ReturnType<typeof readAreas>>[number];
/** An entry of a power list. */
export type Power = Awaited<ReturnType<typeof readPowers>>[number];

/** All areas of the town, by ID. */
export function useAreas() {
  return useQuery({ queryKey: ['areas'], queryFn: readAreas, staleTime: 60_000 });
}

/** The power list of an area, by matter and first day. */
export function usePowers(areaId: string) {
  return useQuery({ queryKey: ['areas', 'powers', areaId], queryFn: () => readPowers(areaId) });
}
