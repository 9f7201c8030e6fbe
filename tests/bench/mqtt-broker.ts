import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAM = 'mosquitto';
const START_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/** A broker of a benchmark. */
export interface MqttBroker {
  readonly url: string;
  /** What it is, in words. */
  readonly name: string;
  stop(): Promise<void>;
}

/** Whether Debian's mosquitto can be started here. */
export function hasMosquitto(): boolean {
  return spawnSync(PROGRAM, ['-h']).error === undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** The settings of the broker that is shipped, without TLS and accounts, and with room for as many messages as the benchmark leaves there. */
function configuration(port: number): string {
  return `listener ${port} 127.0.0.1
allow_anonymous true
persistence false
max_inflight_messages 1000
max_queued_messages 0
max_queued_bytes 0
log_type error
`;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}

/** Starts mosquitto on a free port. */
export async function startMosquitto(scratch: string): Promise<MqttBroker> {
  const port = await freePort();
  mkdirSync(scratch, { recursive: true });
  const file = join(scratch, 'mosquitto.conf');
  writeFileSync(file, configuration(port));
  const child = spawn(PROGRAM, ['-c', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(child, 'spawn');
  for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += POLL_MS) {
    if (await isListening(port)) return { url: `mqtt://127.0.0.1:${port}`, name: 'mosquitto', stop: () => stop(child) };
    await sleep(POLL_MS);
  }
  await stop(child);
  throw new Error(`mosquitto does not listen on port ${port}`);
}
