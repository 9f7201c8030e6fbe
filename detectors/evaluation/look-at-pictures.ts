import type { PixelSize } from '../geometry/letterbox.js';
import type { InferencePool } from '../inference/inference-pool.js';
import type { Look } from '../inference/look.js';
import { inLanes } from './in-lanes.js';
import { readPictureFrame } from './picture-frame.js';

/** Lanes for each inference thread: while the model looks at one picture, the next ones are read. */
const LANES_PER_THREAD = 2;

/** A picture that cannot be read: left out of all figures. */
export interface CorruptPicture {
  readonly file: string;
  readonly reason: string;
}

/** How pictures are looked at. */
export interface LookAtPicturesOptions {
  readonly pool: Pick<InferencePool, 'look' | 'stats'>;
  /** Size of the frames that pictures are letterboxed to, pixels. */
  readonly size: PixelSize;
  /** Told after each picture how many are done. */
  readonly onProgress: (done: number) => void;
}

/** What came of all pictures, in their order. */
export interface LookedPictures<Picture> {
  readonly looked: readonly { readonly picture: Picture; readonly look: Look }[];
  readonly corrupt: readonly CorruptPicture[];
}

/** Reads picture files and looks at each once, several at a time. A picture that cannot be read is told, and ends nothing. */
export async function lookAtPictures<Picture extends { readonly file: string }>(
  pictures: readonly Picture[],
  options: LookAtPicturesOptions,
): Promise<LookedPictures<Picture>> {
  const { pool, size, onProgress } = options;
  let done = 0;
  const results = await inLanes(pictures, pool.stats().threads * LANES_PER_THREAD, async (picture, lane) => {
    // A lane is a camera of the pool's: it has one picture at a time, so none takes the place of another.
    const read = await readPictureFrame(picture.file, `lane-${lane}`, size);
    const look = read.status === 'read' ? await pool.look(read.frame) : null;
    done += 1;
    onProgress(done);
    return { picture, look, reason: read.status === 'corrupt' ? read.reason : 'the frame was not looked at' };
  });
  return {
    looked: results.flatMap(({ picture, look }) => (look === null ? [] : [{ picture, look }])),
    corrupt: results.flatMap(({ picture, look, reason }) => (look === null ? [{ file: picture.file, reason }] : [])),
  };
}
