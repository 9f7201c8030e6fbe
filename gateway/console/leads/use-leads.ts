import type { FoundLead, FoundPage } from '@lamppost/gateway/console-shapes';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../box/ask.js';

const AGAIN_EVERY_MS = 10_000;
const MOST = 200;

/** What was found of late, the newest first. */
export function useLeads() {
  return useQuery({
    queryKey: ['leads'],
    queryFn: () => ask<FoundPage>('GET', `/leads?limit=${MOST}`),
    refetchInterval: AGAIN_EVERY_MS,
  });
}

/** One of them. */
export function useLead(violationId: string) {
  return useQuery({
    queryKey: ['lead', violationId],
    queryFn: () => ask<FoundLead>('GET', `/leads/${violationId}`),
    refetchInterval: AGAIN_EVERY_MS,
  });
}
