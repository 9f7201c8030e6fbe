import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Part of a log that is shown when a process fails, characters. */
const SHOWN_LOG = 4_000;
const STOP_TIMEOUT_MS = 15_000;

/** Options of {@link startProcess}. */
export interface StartProcessOptions {
  /** Compiled entry point, and its arguments. */
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Standard error goes here; it is appended to. */
  readonly logFile: string;
  readonly readyTimeoutMs: number;
}

/** A process of the product that says on its standard output when it is ready, as one line of JSON. */
export interface StartedProcess {
  /** The line it said it with. */
  readonly ready: Readonly<Record<string, unknown>>;
  readonly child: ChildProcess;
  /** Resolves with the exit code; null after a signal. */
  readonly exited: Promise<number | null>;
  /** Ends it kindly, and by force when it does not listen. */
  stop(): Promise<void>;
}

/**
 * Starts a Node process and waits until it says that it is ready.
 *
 * @throws Error with the end of its log when it ends or stays silent instead
 */
export async function startProcess(options: StartProcessOptions): Promise<StartedProcess> {
  const child = spawn(process.execPath, options.args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(options.logFile, { flags: 'a' });
  child.stderr.pipe(log);
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      resolve(code);
    });
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(force);
  };
  const ready = await new Promise<Record<string, unknown> | null>((resolve) => {
    const timer = setTimeout(resolve, options.readyTimeoutMs, null);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = parseReady(line);
      if (said !== null) resolve(said);
    });
    void exited.then(() => {
      clearTimeout(timer);
      resolve(null);
    });
  });
  if (ready === null) {
    await stop();
    const tail = readFileSync(options.logFile, 'utf8').slice(-SHOWN_LOG);
    throw new Error(`${options.args[0] ?? 'a process'} did not get ready; the end of its log:\n${tail}`);
  }
  return { ready, child, exited, stop };
}

function parseReady(line: string): Record<string, unknown> | null {
  try {
    const said: unknown = JSON.parse(line);
    return typeof said === 'object' && said !== null && 'ready' in said ? { ...said } : null;
  } catch {
    return null;
  }
}
