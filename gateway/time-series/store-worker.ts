import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type ReadingRun, prepareInsert } from './insert-readings.js';
import { ReadColumns } from './reading-columns.js';
import { openReadingDatabase } from './sqlite-schema.js';
import type { StoreAnswer, StoreRequest, StoreSettings } from './store-message.js';

// Runs as a thread: stores what it is given, each time all that waits in one transaction, and answers once that is on the disk.

/** Requests that one transaction takes, at most: the first of them waits for the last. */
const MOST_REQUESTS = 16;

const port = parentPort;
if (port === null) throw new Error('this file is run as a thread');
const { path } = workerData as StoreSettings;
const database = openReadingDatabase(path);
const insert = prepareInsert(database);
const columns = new ReadColumns();

const answer = (message: StoreAnswer) => {
  port.postMessage(message);
};

function close(): void {
  database.close();
  port?.close();
}

/** Stores readings of some requests together; when that fails, each by itself, so that one does not cost the others. */
function storeAll(batches: readonly (readonly ReadingRun[])[]): void {
  try {
    for (const stored of insert(batches)) answer({ status: 'stored', stored });
  } catch (error) {
    if (batches.length > 1) for (const each of batches) storeAll([each]);
    // Its words alone: an error of the database loses them on the way to another thread.
    else answer({ status: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

port.on('message', (first: StoreRequest) => {
  const batches: (readonly ReadingRun[])[] = [];
  let request: StoreRequest | undefined = first;
  while (request?.kind === 'store') {
    batches.push(columns.read(request));
    if (batches.length === MOST_REQUESTS) break;
    const next: { readonly message: StoreRequest } | undefined = receiveMessageOnPort(port);
    request = next?.message;
  }
  if (batches.length > 0) storeAll(batches);
  if (request?.kind === 'close') close();
});
