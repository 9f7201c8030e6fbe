import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseUrl, startTestCloud, type TestCloud } from '../testing/test-cloud.js';
import { openDatabase } from './open-database.js';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(async () => {
  await cloud.close();
  cloud.remove();
});

test('what no waiting mends is told at once, with what the server says', async () => {
  const url = new URL(databaseUrl(cloud));
  url.pathname = '/nowhere';
  const lines: string[] = [];
  const log = pino({}, { write: (line) => lines.push(line) });
  await expect(openDatabase({ url: url.href, log })).rejects.toThrow(
    'the database refuses the cloud (database "nowhere" does not exist): check LAMPPOST_CLOUD_DATABASE_URL',
  );
  expect(lines).toEqual([]);
});
