import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { repositoryFile } from '@lamppost/device-sim';
import { z } from 'zod';

/** What the demo says when all runs. */
const Welcome = z.object({
  cloudUrl: z.url(),
  accessCode: z.string(),
  gatewayUrl: z.url(),
  startedAtMs: z.number(),
  operator: z.object({ name: z.string(), password: z.string() }),
  people: z.array(z.object({ loginName: z.string(), password: z.string(), displayName: z.string() })),
});

/** The demo, as somebody who typed its command sees it. */
export interface DemoProcess extends z.infer<typeof Welcome> {
  /** What it prints when it is through with its cases; rejects when it ends before. */
  readonly summary: Promise<unknown>;
  /** Ends it as Ctrl-C does; what it wrote to standard error, and its exit code. */
  stop(): Promise<{ code: number | null; stderr: string }>;
}

async function nextLine(lines: AsyncIterator<string>, child: ChildProcess, stderr: () => string): Promise<unknown> {
  const line = await lines.next();
  if (line.done === true) throw new Error(`the demo ended with ${child.exitCode}: ${stderr()}`);
  return JSON.parse(line.value);
}

/** Starts `npm run demo -- --json ARGS`, without npm. */
export async function startDemo(...args: readonly string[]): Promise<DemoProcess> {
  const entry = repositoryFile('device-sim/dist/demo/main.js');
  const child = spawn(process.execPath, [entry, '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const welcome = Welcome.parse(await nextLine(lines, child, () => stderr));
  const summary = nextLine(lines, child, () => stderr);
  // Whoever waits for it is told; nobody may.
  summary.catch(() => undefined);
  return {
    ...welcome,
    summary,
    stop: async () => {
      const exited = child.exitCode === null ? once(child, 'exit') : null;
      child.kill('SIGINT');
      await exited;
      return { code: child.exitCode, stderr };
    },
  };
}
