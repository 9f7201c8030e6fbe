import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseUrl, startTestCloud, type TestCloud } from '../testing/test-cloud.js';
import { startJobs, type JobRunner } from './job-runner.js';

const log = pino({ level: 'silent' });
const times = { pollSeconds: 0.5, cronSeconds: 1 };

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(async () => {
  await cloud.close();
  cloud.remove();
});

async function startReplicas(count: number, job: { name: string; run: () => Promise<void> }): Promise<JobRunner[]> {
  const url = databaseUrl(cloud);
  // No time of the clock is in it, so that only what is asked for is done.
  const jobs = [{ ...job, cron: '0 0 29 2 *' }];
  return await Promise.all(Array.from({ length: count }, async () => await startJobs({ url, jobs, log, times })));
}

test('of three replicas one does what is asked for, once, and the next after a failure', async () => {
  let begun = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const name = 'counted';
  const replicas = await startReplicas(3, {
    name,
    run: async () => {
      begun += 1;
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      if (begun === 1) throw new Error('the first fails');
    },
  });
  try {
    await Promise.all(replicas.map((replica) => replica.request(name)));
    await expect.poll(() => begun, { timeout: 10_000 }).toBe(1);
    await expect
      .poll(
        async () => {
          await replicas[0]?.request(name);
          return begun;
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(1);
    expect(mostAtOnce).toBe(1);
  } finally {
    await Promise.all(replicas.map((replica) => replica.stop()));
  }
});

test('what is due by the clock is done without being asked for', async () => {
  let begun = 0;
  const jobs = [
    {
      name: 'every-minute',
      cron: '* * * * *',
      run: () => {
        begun += 1;
        return Promise.resolve();
      },
    },
  ];
  const replica = await startJobs({ url: databaseUrl(cloud), jobs, log, times });
  try {
    await expect.poll(() => begun, { timeout: 15_000 }).toBeGreaterThan(0);
  } finally {
    await replica.stop();
  }
}, 20_000);
