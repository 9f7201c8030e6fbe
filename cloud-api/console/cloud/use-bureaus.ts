import { useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from './client.js';

const readBureaus = async () => (await bodyOf(cloud.get('/api/v1/bureaus'))).bureaus;

/** All bureaus of the town. */
export function useBureaus() {
  return useQuery({ queryKey: ['bureaus'], queryFn: readBureaus, staleTime: 300_000 });
}
