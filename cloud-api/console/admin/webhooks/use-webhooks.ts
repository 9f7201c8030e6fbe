import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../../cloud/client.js';
import { readAll } from '../read-all.js';

const REFRESH_MS = 10_000;

const readWebhooks = () =>
  readAll(
    (query) => bodyOf(cloud.get('/api/v1/webhooks', { query })),
    ({ webhooks }) => webhooks,
  );
const readPage = (webhookId: string, state: DeliveryState, cursor: string | null) =>
  bodyOf(
    cloud.get('/api/v1/webhooks/{webhookId}/deliveries', {
      path: { webhookId },
      query: { state, ...(cursor === null ? {} : { cursor }) },
    }),
  );

/** An address that events are told to. */
export type Webhook = Awaited<ReturnType<typeof readWebhooks>>[number];
/** A kind of event that a webhook may ask for. */
export type EventType = Webhook['types'][number];
/** What became of an event. */
export type DeliveryState = 'dead' | 'waiting' | 'sent';
/** An event on its way to a webhook. */
export type Delivery = Awaited<ReturnType<typeof readPage>>['deliveries'][number];

/** All webhooks that one may manage. */
export function useWebhooks() {
  return useQuery({ queryKey: ['webhooks'], queryFn: readWebhooks });
}

/** Events of a webhook in one state, the newest first. */
export function useDeliveries(webhookId: string, state: DeliveryState) {
  return useInfiniteQuery({
    queryKey: ['webhooks', 'deliveries', webhookId, state],
    queryFn: ({ pageParam }) => readPage(webhookId, state, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}
