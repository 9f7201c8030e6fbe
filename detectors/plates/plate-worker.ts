import type { PlateAnswer, PlateRequest } from './plate-messages.js';
import { readStills } from './read-stills.js';

// Body of a process of PlateReader: reads one plate, and ends. So it does when the gateway is gone.

async function answer(stills: PlateRequest): Promise<PlateAnswer> {
  try {
    return { kind: 'read', result: await readStills(stills) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

process.once('message', (stills: PlateRequest) => {
  void answer(stills).then((message) => {
    process.send?.(message, () => {
      process.disconnect();
    });
  });
});
process.once('disconnect', () => {
  process.exit();
});
