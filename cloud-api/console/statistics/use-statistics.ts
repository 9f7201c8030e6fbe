import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';
import type { AskedWith } from './question.js';

const STALE_MS = 60_000;

/** A statistic of the cloud, asked for anew when the question changes. */
function useStatistic<Body>(name: string, asked: AskedWith, read: (query: AskedWith) => Promise<Body>) {
  return useQuery({
    queryKey: ['statistics', name, asked],
    queryFn: () => read(asked),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });
}

export const useDays = (asked: AskedWith) =>
  useStatistic('days', asked, (query) =>
    bodyOf(cloud.get('/api/v1/statistics/cases', { query: { ...query, by: 'day,matter' } })),
  );

export const useOutcomes = (asked: AskedWith) =>
  useStatistic('outcome', asked, (query) =>
    bodyOf(cloud.get('/api/v1/statistics/cases', { query: { ...query, by: 'matter,state' } })),
  );

export const useSteps = (asked: AskedWith) =>
  useStatistic('steps', asked, (query) => bodyOf(cloud.get('/api/v1/statistics/steps', { query: { ...query } })));

export const useDeadlines = (asked: AskedWith) =>
  useStatistic('deadlines', asked, (query) =>
    bodyOf(cloud.get('/api/v1/statistics/deadlines', { query: { ...query } })),
  );

export const useHours = (asked: AskedWith) =>
  useStatistic('hours', asked, (query) => bodyOf(cloud.get('/api/v1/statistics/hours', { query: { ...query } })));

export const usePlaces = (asked: AskedWith) =>
  useStatistic('places', asked, (query) => bodyOf(cloud.get('/api/v1/statistics/places', { query: { ...query } })));

export const useRejections = (asked: AskedWith) =>
  useStatistic('rejections', asked, (query) =>
    bodyOf(cloud.get('/api/v1/statistics/rejections', { query: { ...query } })),
  );

export const usePersuasion = (asked: AskedWith) =>
  useStatistic('persuasion', asked, (query) =>
    bodyOf(cloud.get('/api/v1/statistics/persuasion', { query: { ...query } })),
  );

/** How often rules were right; not by bureau or area, which versions of rules do not know. */
export const usePrecision = ({ fromMs, toMs, matter }: AskedWith) =>
  useStatistic('precision', { fromMs, toMs, ...(matter === undefined ? {} : { matter }) }, (query) =>
    bodyOf(cloud.get('/api/v1/precision', { query: { ...query, limit: 100 } })),
  );

/** Areas that cases can be asked for by. */
export function useAreas() {
  return useQuery({
    queryKey: ['statistics', 'areas'],
    queryFn: async () => (await bodyOf(cloud.get('/api/v1/areas', { query: { limit: 100 } }))).areas,
    staleTime: Infinity,
  });
}
