import { mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { FfmpegBinary } from '@lamppost/detectors/ffmpeg';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import { FfmpegSource } from './ffmpeg-source.js';

/** Footage to be shown as a camera. */
export interface FootageOptions {
  readonly ffmpeg: FfmpegBinary;
  /** A video file of any codec, or a folder of pictures, which are played in the order of their names. */
  readonly path: string;
  /** Pictures a second that are sent; 25 for a file and 10 for a folder unless told. */
  readonly framesPerSecond?: number;
  /** Ends the stream with the footage instead of beginning again. */
  readonly once: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A camera that plays footage. */
export interface FootageCamera {
  readonly source: FfmpegSource;
  /** Stops it and removes what it needed. */
  close(): Promise<void>;
}

/** Footage that can't be played, with the mend. */
export class FootageError extends Error {
  override readonly name = 'FootageError';
}

const DEFAULT_FILE_RATE = 25;
const DEFAULT_FOLDER_RATE = 10;
// Even sides for 4:2:0, and no more than a camera of today sends.
const FIT = "scale=w='trunc(min(1920,iw)/2)*2':h=-2";

/** Links pictures under running numbers, for ffmpeg wants its pictures numbered. Returns the pattern that they match. */
async function linkPictures(folder: string, into: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /\.(jpe?g|png)$/i.test(name)).sort();
  const extensions = new Set(names.map((name) => (/\.png$/i.test(name) ? '.png' : '.jpg')));
  const [extension] = extensions;
  if (extension === undefined)
    throw new FootageError(`${folder} holds no .jpg or .png file: name a folder of pictures, or a video file`);
  if (extensions.size > 1)
    throw new FootageError(`${folder} holds .jpg and .png files: keep one kind only, or put them into two folders`);
  for (const [index, name] of names.entries())
    await symlink(resolve(folder, name), join(into, `${String(index).padStart(8, '0')}${extension}`));
  return join(into, `%08d${extension}`);
}

/**
 * Makes a camera of a video file or a folder of pictures; it begins when its source is started.
 *
 * @throws FootageError when there is nothing to play
 */
export async function createFootageCamera(options: FootageOptions): Promise<FootageCamera> {
  const { path, once, ffmpeg, clock, log } = options;
  const found = await stat(path).catch(() => null);
  if (found === null) throw new FootageError(`${path} can't be read: name a video file or a folder of pictures`);
  const isFolder = found.isDirectory();
  if (!isFolder && /^\.(jpe?g|png)$/i.test(extname(path)))
    throw new FootageError(`${path} is a single picture: name the folder that it lies in`);
  const framesPerSecond = options.framesPerSecond ?? (isFolder ? DEFAULT_FOLDER_RATE : DEFAULT_FILE_RATE);
  const scratch = isFolder ? await mkdtemp(join(tmpdir(), 'lamppost-footage-')) : null;
  const close = async (): Promise<void> => {
    if (scratch !== null) await rm(scratch, { recursive: true, force: true });
  };
  try {
    const input =
      scratch === null
        ? [...['-stream_loop', once ? '0' : '-1'], '-i', `file:${resolve(path)}`]
        : [
            '-f',
            'image2',
            '-framerate',
            String(framesPerSecond),
            '-loop',
            once ? '0' : '1',
            '-i',
            await linkPictures(path, scratch),
          ];
    const source = new FfmpegSource({
      ffmpeg,
      inputArguments: [
        // Nothing but files: a playlist among the footage must not open connections.
        ...['-protocol_whitelist', 'file', '-re', ...input],
        ...['-map', '0:v:0', '-vf', `fps=${framesPerSecond},${FIT}`],
      ],
      framesPerSecond,
      playsOnce: once,
      clock,
      log,
    });
    return {
      source,
      close: async () => {
        await source.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
