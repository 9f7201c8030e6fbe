import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAM = 'influxd';
const READY_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/** An InfluxDB server of a test. */
export interface InfluxdProcess {
  /** Where it listens, on 127.0.0.1. */
  readonly url: string;
  readonly port: number;
  /** Ends it and waits until it is gone; its data stay. */
  stop(): Promise<void>;
}

/** Whether `influxd` of InfluxDB 1.x can be started here. */
export function hasInfluxd(): boolean {
  return spawnSync(PROGRAM, ['version']).status === 0;
}

function writeConfiguration(directory: string, port: number): string {
  const file = join(directory, 'influxd.conf');
  for (const part of ['meta', 'data', 'wal']) mkdirSync(join(directory, part), { recursive: true });
  // Port 0 lets the system choose; the RPC port is never used.
  writeFileSync(
    file,
    `reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
dir = "${join(directory, 'meta')}"
[data]
dir = "${join(directory, 'data')}"
wal-dir = "${join(directory, 'wal')}"
query-log-enabled = false
[monitor]
store-enabled = false
[http]
bind-address = "127.0.0.1:${port}"
log-enabled = false
[logging]
format = "logfmt"
`,
  );
  return file;
}

/** Port of the HTTP listener, as the server tells it when it is up. */
async function readPort(child: ChildProcess): Promise<number> {
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for (let waitedMs = 0; waitedMs < READY_TIMEOUT_MS; waitedMs += POLL_MS) {
    const [, port] = /Listening on HTTP.*addr=127\.0\.0\.1:(\d+)/.exec(output) ?? [];
    if (port !== undefined) return Number(port);
    if (child.exitCode !== null) break;
    await sleep(POLL_MS);
  }
  throw new Error(`influxd did not come up:\n${output}`);
}

/**
 * Starts `influxd` with its data in `directory`, on `port` or a free one.
 *
 * @throws Error when it can't be started, or with its output when it is not up within 30 s
 */
export async function startInfluxd(directory: string, port = 0): Promise<InfluxdProcess> {
  const child = spawn(PROGRAM, ['-config', writeConfiguration(directory, port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await once(child, 'spawn'); // rejects when there is no influxd
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  };
  try {
    const listening = await readPort(child);
    return { url: `http://127.0.0.1:${listening}`, port: listening, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
