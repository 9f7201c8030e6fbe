import { join } from 'node:path';
import { CaseDetail, CaseStep } from '@lamppost/contracts';
import { z } from 'zod';
import { createCaseOpener } from '../cases/case-opener.js';
import type { VerifiedPackage } from '../cases/write-packages.js';
import { systemClock, type Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { openReceiptSigner } from '../ingest/receipt-signer.js';
import type { CloudOptions } from '../start-cloud.js';
import type { TestGateway } from './sealed-package.js';
import { startTestCloud, TEST_ACCESS_CODE, type TestCloud } from './test-cloud.js';
import { openTestPeople, type TestPeople } from './test-people.js';
import { verifiedViolation, type ViolationOptions } from './verified-violation.js';

const DAY_MS = 86_400_000;
const TakenStep = z.object({ step: CaseStep, allowedSteps: z.array(z.string()) });

/** A cloud with a desk to work at: cases are opened straight in its database, and steps taken over HTTP. */
export interface TestDesk {
  readonly cloud: TestCloud;
  readonly people: TestPeople;
  readonly database: CloudDatabase;
  readonly gateway: TestGateway;
  /** Writes down bureaus that cases go to. */
  addBureaus(...bureauIds: string[]): Promise<void>;
  /** Opens a case of its own: each happens days after the one before, unless it says when. */
  open(options?: Partial<ViolationOptions>): Promise<string>;
  /** Opens or joins a case with a package that a test made. */
  take(verified: VerifiedPackage): Promise<string>;
  /** Sends JSON with the access code, which is not limited to a bureau. */
  send(path: string, body: unknown, ifMatch?: string | null, url?: string, method?: string): Promise<Response>;
  read(caseId: string): Promise<CaseDetail>;
  /** Takes steps one after the other, each with the tag of the one before. */
  walk(caseId: string, ...steps: readonly object[]): Promise<CaseStep[]>;
  close(): Promise<void>;
}

/** Steps of a review that confirms a case. */
export const REVIEWED = [{ step: 'begin-review' }, { step: 'confirm' }] as const;

/** Starts a desk on a cloud of its own. */
export async function startTestDesk(options: Partial<CloudOptions> & { clock?: Clock } = {}): Promise<TestDesk> {
  const cloud = await startTestCloud(options);
  const people = await openTestPeople(cloud);
  const { database } = people;
  const gateway = await cloud.enrol('pole-001');
  const signer = openReceiptSigner(join(cloud.dataFolder, 'keys'));
  const clock = options.clock ?? systemClock;
  let sequence = 1;
  let atMs = Date.parse('2026-01-01T00:00:00Z');

  const openCase = createCaseOpener({ database, clock, signer });
  const take: TestDesk['take'] = async (verified) => (await openCase(verified)).receipt.receipt.caseId;
  const send: TestDesk['send'] = async (path, body, ifMatch = null, url = cloud.url, method = 'POST') =>
    await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${TEST_ACCESS_CODE}`,
        'content-type': 'application/json',
        ...(ifMatch === null ? {} : { 'if-match': ifMatch }),
      },
      body: JSON.stringify(body),
    });
  const read: TestDesk['read'] = async (caseId) =>
    CaseDetail.parse(await (await cloud.read(`/api/v1/cases/${caseId}`)).json());
  return {
    ...{ cloud, people, database, gateway, take, send, read },
    addBureaus: async (...bureauIds) => {
      for (const bureauId of bureauIds)
        await database
          .insertInto('bureaus')
          .values({ bureau_id: bureauId, name_zh: `${bureauId}局`, name_en: bureauId })
          .execute();
    },
    open: async (given = {}) => {
      sequence += 1;
      atMs += 2 * DAY_MS;
      return await take(verifiedViolation(gateway, sequence, { atMs, ...given }));
    },
    walk: async (caseId, ...steps) => {
      const taken: CaseStep[] = [];
      let tag = `"v${(await read(caseId)).version}"`;
      for (const step of steps) {
        const response = await send(`/api/v1/cases/${caseId}/steps`, step, tag);
        if (response.status !== 201) throw new Error(await response.text());
        tag = response.headers.get('etag') ?? '';
        taken.push(TakenStep.parse(await response.json()).step);
      }
      return taken;
    },
    close: async () => {
      await people.close();
      await cloud.close();
      cloud.remove();
    },
  };
}
