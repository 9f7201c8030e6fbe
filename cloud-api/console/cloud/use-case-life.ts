import { useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from './client.js';

const readLife = () => bodyOf(cloud.get('/api/v1/case-life'));

/** States, steps and reasons of the life of a case; they change with the cloud's version alone. */
export function useCaseLife(isEnabled = true) {
  return useQuery({ queryKey: ['case-life'], queryFn: readLife, staleTime: Infinity, enabled: isEnabled });
}
