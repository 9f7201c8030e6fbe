import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CaseDetail } from '@lamppost/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { AuditLine } from '../audit/audit-entry.js';
import { hashAuditEntry } from '../audit/hash-audit-entry.js';
import { CityEvent } from '../exchange/city-event.js';
import { MotorVehicles } from '../exchange/motor-vehicles.js';
import { writePackage } from '../testing/sealed-package.js';
import { readProblem, uploadPackage } from '../testing/test-cloud.js';
import { REVIEWED, startTestDesk, type TestDesk } from '../testing/test-desk.js';
import { verifyPaths } from '../verification/verify-paths.js';

let desk: TestDesk;
let caseId: string;
/** The case of a device that lacks its sign. */
let unmetId: string;
let digest: string;

beforeAll(async () => {
  desk = await startTestDesk();
  const { cloud, gateway, database } = desk;
  const without = await writePackage(join(cloud.folder, 'without.zip'), gateway);
  await uploadPackage(cloud.url, gateway, without);
  const given = { sequence: 2, previousDigest: without.digest, legalStatus: { signagePosted: true } };
  const sent = await writePackage(join(cloud.folder, 'sent.zip'), gateway, given);
  await uploadPackage(cloud.url, gateway, sent);
  ({ digest } = sent);
  const rows = await database.selectFrom('cases').select('case_id').orderBy('case_number').execute();
  [unmetId, caseId] = rows.map((row) => row.case_id) as [string, string];
});
afterAll(async () => {
  await desk.close();
});

const exportOf = (id: string, reason = '?reason=%E6%8F%90%E4%BA%A4%E5%A4%8D%E8%AE%AE') =>
  `/api/v1/cases/${id}/export${reason}`;

async function readZip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const file = join(desk.cloud.folder, 'archive.zip');
  writeFileSync(file, bytes);
  const zip = await openPromise(file, { autoClose: false });
  const entries = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry())
    entries.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  zip.close();
  return entries;
}

test('a case goes out once every condition of art. 41 holds, and is told which do not', async () => {
  const problem = await readProblem(await desk.cloud.read(exportOf(unmetId)));
  expect(problem).toMatchObject({ code: 'export.conditions-unmet', status: 409 });
  expect(problem.detail).toContain('contentReviewed (the case is candidate); signagePosted (camera-1, package ');
  await desk.walk(unmetId, ...REVIEWED);
  const reviewed = await readProblem(await desk.cloud.read(exportOf(unmetId)));
  expect(reviewed.detail).toContain('signagePosted');
  expect(reviewed.detail).not.toContain('contentReviewed');
  expect((await readProblem(await desk.cloud.read(exportOf(caseId)))).code).toBe('export.conditions-unmet');
});

test('the archive holds all of the case, and proves itself', async () => {
  const { cloud } = desk;
  await desk.walk(caseId, ...REVIEWED);
  expect((await desk.send(`/api/v1/cases/${caseId}/papers`, {})).status).toBe(201);
  expect((await readProblem(await cloud.read(exportOf(caseId, '')))).code).toBe('access.reason-needed');
  const response = await cloud.read(exportOf(caseId));
  if (response.status !== 200) throw new Error(await response.text());
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${caseId}.zip"`);
  const entries = await readZip(Buffer.from(await response.arrayBuffer()));
  const text = (name: string) => entries.get(name)?.toString('utf8') ?? '';

  const sums = text('SHA256SUMS').trim().split('\n');
  expect(sums).toHaveLength(entries.size - 1);
  for (const line of sums) {
    const [hash, name = ''] = line.split('  ');
    expect([
      name,
      createHash('sha256')
        .update(entries.get(name) ?? '')
        .digest('hex'),
    ]).toEqual([name, hash]);
  }
  const zipName = [...entries.keys()].find((name) => name.startsWith('packages/')) ?? '';
  expect(CaseDetail.parse(JSON.parse(text('case.json')))).toMatchObject({ caseId, state: 'confirmed' });
  expect(CityEvent.parse(JSON.parse(text('exchange/city-event.json')))).toMatchObject({ caseId, stage: '案卷建立' });
  expect(MotorVehicles.parse(JSON.parse(text('exchange/motor-vehicles.json')))).toMatchObject({ caseId });
  expect(text('papers/1-reminder.zh.html')).toContain('提醒单');
  expect(text('verification.txt')).toContain('signature good');
  expect(text('verification.txt')).not.toContain('WRONG');
  const lines = text('audit.jsonl')
    .trim()
    .split('\n')
    .map((line) => AuditLine.parse(JSON.parse(line)));
  for (const { entry, hash } of lines) expect(hashAuditEntry(entry)).toBe(hash);
  const actions = lines.map(({ entry }) => `${entry.action} ${entry.outcome}`);
  expect(actions).toContain('case.export refused');
  expect(actions).toContain('case.export done');
  expect(lines.find(({ entry }) => entry.action === 'case.export' && entry.outcome === 'done')?.entry.why).toBe(
    '提交复议',
  );
  // Nothing is left on the disk once it was sent.
  await expect.poll(() => readdirSync(join(cloud.dataFolder, 'exports'))).toEqual([]);
  const { acts } = await desk.read(caseId);
  expect(acts.at(-1)).toMatchObject({ act: 'case.export', note: '提交复议' });
  // What it says of itself, anyone can find out again.
  const file = join(cloud.folder, 'own.zip');
  writeFileSync(file, entries.get(zipName) ?? '');
  const report = await verifyPaths([file], { signers: null, tsaRoots: null });
  expect(report.packages).toMatchObject([{ findings: [], place: { digest } }]);
});

test('a case goes to other platforms in their forms, under the same conditions', async () => {
  const { cloud, database } = desk;
  const path = (id: string, form: string, reason = '&reason=%E6%8E%A8%E9%80%81%E5%B9%B3%E5%8F%B0') =>
    `/api/v1/cases/${id}/exchange?form=${form}${reason}`;
  expect((await readProblem(await cloud.read(path(unmetId, 'ga-t-1400')))).code).toBe('export.conditions-unmet');
  expect((await readProblem(await cloud.read(path(caseId, 'ga-t-1400', '')))).code).toBe('access.reason-needed');
  const vehicles = MotorVehicles.parse(await (await cloud.read(path(caseId, 'ga-t-1400'))).json());
  const image = vehicles.MotorVehicleList[0]?.SubImageList[0];
  const stored = await cloud.read(`${image?.url ?? ''}&reason=fetched`);
  const bytes = Buffer.from(await stored.arrayBuffer());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(image?.sha256);
  const { acts } = await desk.read(caseId);
  expect(acts.at(-1)).toMatchObject({ act: 'case.export', note: '推送平台', what: { form: 'ga-t-1400' } });

  await database.updateTable('cases').set({ matter: 'stall' }).where('case_id', '=', caseId).execute();
  expect((await readProblem(await cloud.read(path(caseId, 'ga-t-1400')))).code).toBe('exchange.no-vehicle');
  expect(CityEvent.parse(await (await cloud.read(path(caseId, 'gb-t-47678.5'))).json()).matterCode).toBe('09 009');
});

test('it is for those who may export the case, and a refusal is written down', async () => {
  await desk.addBureaus('chengguan', 'police');
  await desk.database.updateTable('cases').set({ bureau_id: 'chengguan' }).where('case_id', '=', caseId).execute();
  const [reviewer, stranger] = [
    await desk.people.make(['reviewer'], { bureauId: 'chengguan' }),
    await desk.people.make(['officer'], { bureauId: 'police' }),
  ];
  expect((await readProblem(await reviewer.ask('GET', exportOf(caseId)))).code).toBe('access.not-allowed');
  expect((await readProblem(await stranger.ask('GET', exportOf(caseId)))).code).toBe('case.not-found');
  const refused = await desk.database
    .selectFrom('audit_log')
    .select(['action', 'account_id'])
    .where('account_id', '=', reviewer.accountId)
    .execute();
  expect(refused).toEqual([{ action: 'case.export', account_id: reviewer.accountId }]);
});
