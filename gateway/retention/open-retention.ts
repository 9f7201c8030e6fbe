import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { Segment } from '../footage/segment-name.js';
import type { DeletedFile } from '../spool/spool-options.js';
import { type Deletion, DeletionLog } from './deletion-log.js';
import { FootageDeletions } from './footage-deletions.js';

/** Writes down what is deleted on the box. */
export interface Retention {
  readonly packageDeleted: (file: DeletedFile, reason: Exclude<Deletion['reason'], 'ring'>) => void;
  readonly segmentDeleted: (cameraId: string, segment: Segment) => void;
  /** Writes down which footage has left the rings since the last time. */
  readonly noteFootage: () => void;
}

/** Opens the log of deletions in the data directory. */
export function openRetention(options: { dataDirectory: string; clock: Clock; log: Logger }): Retention {
  const deletions = new DeletionLog({ ...options, directory: join(options.dataDirectory, 'deletions') });
  const footage = new FootageDeletions();
  return {
    packageDeleted: ({ name, bytes }, reason) => {
      deletions.note({ what: 'package', name, files: 1, bytes, reason });
    },
    segmentDeleted: (cameraId, segment) => {
      footage.add(cameraId, segment);
    },
    noteFootage: () => {
      for (const deletion of footage.take()) deletions.note(deletion);
    },
  };
}
