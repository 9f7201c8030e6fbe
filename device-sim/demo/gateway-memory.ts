/**
 * Environment that keeps a gateway small: the same as in `gateway/docker/Dockerfile`, where `docs/deployment.md` says what it saves. The C
 * library gives back what pictures took, instead of keeping some of it for each of its threads, and V8 keeps less room for what is short-lived.
 */
export const GATEWAY_MEMORY = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '262144',
  MALLOC_TRIM_THRESHOLD_: '1048576',
  NODE_OPTIONS: '--max-semi-space-size=4',
} as const;
