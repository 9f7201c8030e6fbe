import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** RTSP cameras that play a clip over and over, in a process of their own. */
export interface ReplayCameras {
  readonly processId: number;
  /** One for each camera, with its password. */
  readonly urls: readonly string[];
  stop(): void;
}

const Ready = z.object({ port: z.int() });

async function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`the replay cameras ended with ${code}`));
    });
    if (child.stdout !== null) createInterface({ input: child.stdout }).once('line', resolve);
  });
}

/**
 * Starts cameras that play a clip.
 *
 * @param file an H.264 byte stream that begins with a key frame
 */
export async function startReplayCameras(
  file: string,
  cameras: number,
  framesPerSecond: number,
): Promise<ReplayCameras> {
  const credentials = { username: 'bench', password: randomBytes(12).toString('hex') };
  const order = JSON.stringify({ file, cameras, framesPerSecond, ...credentials });
  const program = fileURLToPath(new URL('./replay-server.js', import.meta.url));
  const child = spawn(process.execPath, [program, order], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { port } = Ready.parse(JSON.parse(await readyLine(child)));
  const { username, password } = credentials;
  return {
    processId: child.pid ?? 0,
    urls: Array.from(
      { length: cameras },
      (_, camera) => `rtsp://${username}:${password}@127.0.0.1:${port}/cam-${camera}`,
    ),
    stop: () => {
      child.kill();
    },
  };
}
