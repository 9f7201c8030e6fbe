import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';
import type { CaseDetail } from '../cloud/use-case.js';
import { readSeries } from './read-series.js';

type File = CaseDetail['files'][number];

const readFile = (caseId: string, { path, url }: File) => {
  const digest = new URL(url, location.href).searchParams.get('package');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return bodyOf<unknown>(
    cloud.get('/api/v1/cases/{caseId}/files/{name}', {
      path: { caseId, name },
      query: digest === null ? {} : { package: digest },
    }),
  );
};

/** Outside the hook, so that what it makes stays the same until a file comes. */
const combine = (files: readonly UseQueryResult[]) => ({
  failed: files.find(({ isLoadingError }) => isLoadingError) ?? null,
  series: files.every(({ isSuccess }) => isSuccess) ? readSeries(files.map(({ data }) => data)) : null,
});

/** The series of a case, of all its packages that hold readings; null while they come. What is sealed stays as it is. */
export function useReadings(caseId: string, files: readonly File[]) {
  return useQueries({
    queries: files.map((file) => ({
      queryKey: ['readings', caseId, file.sha256],
      queryFn: () => readFile(caseId, file),
      staleTime: Infinity,
    })),
    combine,
  });
}
