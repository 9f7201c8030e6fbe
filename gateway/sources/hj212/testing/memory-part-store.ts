import type { PartStore, StoredPart } from '../part-store.js';

/** Keeps packets in memory. */
export function memoryPartStore(): PartStore {
  let kept: readonly StoredPart[] = [];
  return {
    keep: (part) => {
      const isThere = kept.some(
        ({ sensorId, message, number }) =>
          sensorId === part.sensorId && message === part.message && number === part.number,
      );
      if (!isThere) kept = [...kept, part];
    },
    list: (sensorId) => kept.filter((part) => part.sensorId === sensorId),
    remove: (sensorId, message) => {
      kept = kept.filter((part) => part.sensorId !== sensorId || part.message !== message);
    },
    close: () => undefined,
  };
}
