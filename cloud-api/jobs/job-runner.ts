import pg from 'pg';
import PgBoss from 'pg-boss';
import type { Logger } from 'pino';

/** Work that one replica does at a time, whichever. */
export interface RecurringJob {
  /** Name of its queue. */
  readonly name: string;
  /** When it is done, as cron writes it, in UTC; the least is every minute. */
  readonly cron: string;
  readonly run: () => Promise<void>;
}

/** How often the database is asked, in seconds. */
export interface JobTimes {
  /** For jobs to do. */
  readonly pollSeconds: number;
  /** For what is to be done by now. */
  readonly cronSeconds: number;
}

const DEFAULT_TIMES: JobTimes = { pollSeconds: 5, cronSeconds: 30 };
const CONNECTIONS = 2;
/** Longest that a job under way is waited for. */
const STOP_MS = 10_000;
/** A job that takes longer is taken to be lost with its replica, and done again. */
const EXPIRE_SECONDS = 300;

/** Jobs that all replicas share. */
export interface JobRunner {
  /** Asks for a job to be done soon, once however often it is asked for before it begins. */
  request(name: string): Promise<void>;
  /** Lets the job under way end, and stops. */
  stop(): Promise<void>;
}

const DEADLOCK = '40P01';
const MOST_ATTEMPTS = 5;

async function outlastDeadlocks(setUp: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await setUp();
      return;
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || (error as { code?: unknown }).code !== DEADLOCK) throw error;
    }
  }
}

/**
 * Runs one replica's set-up at a time: queues that several make at once wait for each other. So may one that is made while another replica works
 * off its own; then it is tried again.
 */
async function oneAtATime(url: string, setUp: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtextextended('lamppost jobs', 0))");
    await outlastDeadlocks(setUp);
  } finally {
    // The lock ends with the connection.
    await client.end();
  }
}

/**
 * Starts to do jobs. Queues and schedules are kept in the schema `pgboss` of the same database, so that of many replicas one does what is due.
 *
 * @throws Error when the database can't be reached
 */
export async function startJobs(options: {
  url: string;
  jobs: readonly RecurringJob[];
  log: Logger;
  times?: JobTimes;
}): Promise<JobRunner> {
  const { url, jobs, log, times = DEFAULT_TIMES } = options;
  const boss = new PgBoss({
    connectionString: url,
    max: CONNECTIONS,
    application_name: 'lamppost-jobs',
    cronMonitorIntervalSeconds: times.cronSeconds,
    cronWorkerIntervalSeconds: Math.ceil(times.pollSeconds),
  });
  boss.on('error', ({ message }) => {
    log.warn({ message }, 'the jobs could not be worked off; it will be tried again');
  });
  await oneAtATime(url, async () => {
    await boss.start();
    for (const { name, cron } of jobs) {
      // Of this policy at most one job of a queue waits, and one is under way.
      await boss.createQueue(name, { name, policy: 'stately', retryLimit: 0, expireInSeconds: EXPIRE_SECONDS });
      await boss.schedule(name, cron);
    }
  });
  for (const { name, run } of jobs) {
    await boss.work(name, { pollingIntervalSeconds: times.pollSeconds }, async () => {
      try {
        await run();
      } catch (error) {
        log.error({ err: error, job: name }, 'a job failed; it will be done at its next time');
        throw error;
      }
    });
  }
  return {
    request: async (name) => {
      await boss.send(name, {});
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: STOP_MS });
    },
  };
}
