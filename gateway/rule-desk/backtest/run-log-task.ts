import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import type { LogTask, LogTaskMessage, LogTaskResult } from './backtest-message.js';

/** Memory of the process, MiB: a day of a busy box takes a fraction of it. */
const MOST_MEMORY_MIB = 512;

/** How a task ended. */
export type LogTaskEnd =
  { readonly kind: 'done'; readonly result: LogTaskResult } | { readonly kind: 'failed'; readonly detail: string };

/** A task under way in a process of its own. */
export interface RunningLogTask {
  /** Never rejects; a task that was stopped ends as failed. */
  readonly ended: Promise<LogTaskEnd>;
  stop(): void;
}

/** Does a task on the event log in a process of its own, which has the lowest priority and bounded memory: what cameras and readings need goes before. */
export function runLogTask(task: LogTask, onProgress: (events: number, atMs: number) => void): RunningLogTask {
  const file = createRequire(import.meta.url).resolve('@lamppost/gateway/log-task-child');
  // None of the parent's flags: they may be meant for sources that plain Node can't run. Nothing of its environment either: it holds secrets.
  const child = fork(file, {
    execArgv: [`--max-old-space-size=${MOST_MEMORY_MIB}`],
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2_000);
  });
  const ended = new Promise<LogTaskEnd>((resolve) => {
    child.on('message', (message: LogTaskMessage) => {
      if (message.kind === 'progress') onProgress(message.events, message.atMs);
      else resolve(message);
    });
    child.on('error', ({ message }) => {
      resolve({ kind: 'failed', detail: message });
    });
    child.on('exit', (code, signal) => {
      const last = errors.trim().split('\n').at(-1) ?? '';
      resolve({
        kind: 'failed',
        detail: `the process ended with ${String(code ?? signal)}${last === '' ? '' : `: ${last}`}`,
      });
    });
  });
  child.send(task);
  return {
    ended,
    stop: () => {
      child.kill('SIGKILL');
    },
  };
}
