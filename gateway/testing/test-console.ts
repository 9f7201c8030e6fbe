import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { pino } from 'pino';
import { answerUnroutable } from '../console-http/answer-problems.js';
import { buildConsole } from '../console-http/build-console.js';
import type { ConsoleApp } from '../console-http/console-app.js';
import type { ConsoleServices } from '../console-http/console-services.js';
import { SESSION_COOKIE } from '../console-http/guard.js';
import { Sessions } from '../console-http/sessions.js';
import { createMetrics } from '../http/metrics.js';
import { LiveRooms } from '../live/live-rooms.js';
import { PictureTaps } from '../live/picture-taps.js';
import { ModelDesk } from '../model-desk/model-desk.js';
import { OperatorStore } from '../operators/operator-store.js';
import { PasswordHasher } from '../operators/password-hasher.js';
import { BacktestDesk } from '../rule-desk/backtest/backtest-desk.js';
import { openDeskDatabase } from '../rule-desk/found/desk-database.js';
import { FoundStore } from '../rule-desk/found/found-store.js';
import { RuleHistory } from '../rule-desk/history/rule-history.js';
import { RuleDesk } from '../rule-desk/rule-desk.js';
import { LiveRules } from '../rule-file/live-rules.js';
import { readRuleFile } from '../rule-file/read-rule-file.js';
import { takeRuleFile } from '../rule-file/take-rule-file.js';
import { NewestLooks } from '../stills/newest-looks.js';
import { MemoryTimeSeries } from '../time-series/memory-time-series.js';
import { sampleViolation } from './sample-violation.js';

const NOW = Date.UTC(2026, 2, 1, 12);
const RULES = `schema: lamppost.rules/1
zones:
  - { id: kerb, camera: gate, polygon: [[0, 0.3], [1, 0.3], [1, 1], [0, 1]] }
rules:
  - { id: lane, matter: parking, severity: 2, zone: kerb, forSeconds: 100 } # the lane
`;
/** ID of the violation that a console under test remembers. */
export const KNOWN_VIOLATION = '0'.repeat(31).concat('1');
/** Accounts of a console under test, each named for its role. */
const ROLES = ['viewer', 'operator'] as const;
const PASSWORD = 'Lantern-Post-2026';

/** The operators' interface with all its routes, over real desks and without cameras. */
export interface TestConsole {
  readonly app: ConsoleApp;
  readonly routes: readonly { readonly method: string; readonly url: string }[];
  readonly rulesText: string;
  readonly password: string;
  /** Hash of the rules of now. */
  readonly etag: () => Promise<string>;
  /** The cookie of a new session. */
  readonly signIn: (role: (typeof ROLES)[number]) => string;
  readonly close: () => Promise<void>;
}

/** Builds one. */
export async function openTestConsole(): Promise<TestConsole> {
  const directory = mkdtempSync(join(tmpdir(), 'lamppost-test-console-'));
  const file = join(directory, 'rules.yaml');
  writeFileSync(file, RULES);
  const clock = { nowMs: () => NOW };
  const log = pino({ level: 'silent' });
  const live = new LiveRules({
    ...{ name: 'rules.yaml', first: takeRuleFile(file, NOW), clock, metrics: createMetrics(), log },
    ...{ onChange: () => undefined, onStatus: () => undefined },
  });
  const reload = () => {
    live.take(readRuleFile(file, NOW));
  };
  const ruleDesk = new RuleDesk({
    ...{ file, name: 'rules.yaml', rules: { live, isAssigned: () => false, reload }, clock, log },
    history: new RuleHistory({ directory: join(directory, 'versions'), log, mostVersions: 20 }),
    sources: () => ({ cameras: [{ id: 'gate', place: null }], sensors: [] }),
  });
  const found = new FoundStore(openDeskDatabase(':memory:'));
  const violation = { ...sampleViolation(1), violationId: KNOWN_VIOLATION };
  found.add({ violation, fate: 'lead', rulesSha256: 'a', rule: null });
  const sessions = new Sessions(clock);
  const hasher = new PasswordHasher();
  const operators = new OperatorStore(directory);
  const passwordHash = await hasher.hash(PASSWORD);
  await operators.change(() =>
    ROLES.map((role) => ({ name: role, role, passwordHash, oneTimeUntilMs: null, createdAtMs: NOW })),
  );
  const services: ConsoleServices = {
    ...{ operators, sessions, hasher, isTls: true, overPlainHttp: false, clock, log, ruleDesk, found },
    wall: () => Promise.reject(new Error('no wall stands here')),
    newestLooks: new NewestLooks(),
    stills: { newest: () => Promise.resolve(null) },
    series: new MemoryTimeSeries(),
    document: () => live.now().document,
    rooms: new LiveRooms({ taps: new PictureTaps(), ffmpegPath: 'ffmpeg', log }),
    isOpen: (cameraId) => cameraId === 'gate',
    desk: new ModelDesk({
      pool: {
        look: () => Promise.reject(new Error('nothing is looked at here')),
        ...{ frameSize: { width: 640, height: 640 }, models: [] },
        stats: () => ({
          threads: 1,
          ready: 1,
          inWork: 0,
          waiting: 0,
          restarts: 0,
          looked: 0,
          skipped: 0,
          failed: 0,
          elapsedMs: 0,
        }),
      },
      ...{ looksPerSecond: () => 0, elapsed: () => 0 },
    }),
    pictures: { find: () => Promise.resolve(null) } as unknown as ConsoleServices['pictures'],
    backtests: new BacktestDesk({
      run: () => ({
        ended: Promise.resolve({ kind: 'failed', detail: 'nothing is played here' }),
        stop: () => undefined,
      }),
      ...{ clock, log },
    }),
    eventLog: { directory: join(directory, 'events'), flush: () => Promise.resolve() },
  };
  const app = Fastify({ frameworkErrors: answerUnroutable }).withTypeProvider<ZodTypeProvider>();
  const routes: { method: string; url: string }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    routes.push(...[method].flat().map((one) => ({ method: one, url })));
  });
  await app.register(async (part) => {
    await buildConsole(part.withTypeProvider<ZodTypeProvider>(), services);
  });
  await app.ready();
  return {
    ...{ app, routes, rulesText: RULES, password: PASSWORD },
    etag: async () => (await ruleDesk.now()).etag,
    signIn: (role) => `${SESSION_COOKIE}=${sessions.begin(role)}`,
    close: async () => {
      await app.close();
      found.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
