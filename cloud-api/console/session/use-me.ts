import { useQuery } from '@tanstack/react-query';
import { bodyOf, cloud, CloudError } from '../cloud/client.js';

/** Who is signed in; null: nobody. */
export type Me = NonNullable<Awaited<ReturnType<typeof readMe>>>;

async function readMe() {
  try {
    return await bodyOf(cloud.get('/api/v1/me'));
  } catch (error) {
    if (error instanceof CloudError && error.httpStatus === 401) return null;
    throw error;
  }
}

/** While the cloud is not reached it is asked again so often. */
const AGAIN_MS = 5_000;

/** Asks who is signed in. */
export function useMe({ isLost }: { readonly isLost: boolean } = { isLost: false }) {
  return useQuery({
    queryKey: ['me'],
    queryFn: readMe,
    staleTime: 60_000,
    refetchInterval: isLost ? AGAIN_MS : false,
  });
}
