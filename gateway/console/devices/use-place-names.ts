import { useWall } from './use-wall.js';

/** Tells where a camera or monitor stands, by its ID; the ID itself while that is not known. */
export function usePlaceNames(): (id: string) => string {
  const { data } = useWall();
  const names = new Map(
    [...(data?.cameras ?? []), ...(data?.sensors ?? [])].map(({ id, placeName }) => [id, placeName]),
  );
  return (id) => names.get(id) ?? id;
}
