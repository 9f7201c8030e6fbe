import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewDevice } from '../devices/device.js';
import { multiplyCases } from '../testing/multiply-cases.js';
import { databaseUrl, readProblem } from '../testing/test-cloud.js';
import { startTestDesk, type TestDesk } from '../testing/test-desk.js';

/** More than two pages. */
const TOTAL = 1_200;
let desk: TestDesk;

beforeAll(async () => {
  desk = await startTestDesk();
  const caseId = await desk.open({ atMs: Date.UTC(2026, 2, 2), plate: '浙A12345' });
  await multiplyCases(databaseUrl(desk.cloud), caseId, TOTAL);
  await desk.addBureaus('bureau-7');
  const name = '=HYPERLINK("http://example.cn","看")';
  await desk.database.updateTable('cases').set({ place_name: name }).where('case_id', '=', caseId).execute();
});
afterAll(async () => {
  await desk.close();
});

function read(text: string): Record<string, string>[] {
  return parse(text, { bom: true, columns: true });
}

test('the whole list comes, in its order, in the language that is asked for', async () => {
  const response = await desk.cloud.read('/api/v1/cases.csv', { 'accept-language': 'en-GB,en' });
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="cases-\d{4}-\d\d-\d\d\.csv"$/);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const rows = read(bytes.toString('utf8'));
  const known = await desk.database.selectFrom('cases').select('case_id').orderBy('case_number', 'desc').execute();
  expect(rows.map((row) => row.Case)).toEqual(known.map((row) => row.case_id));
  expect(rows.at(-1)?.Place).toBe('\'=HYPERLINK("http://example.cn","看")');
  expect(bytes.toString('utf8')).not.toContain('12345');

  const chinese = read(await (await desk.cloud.read('/api/v1/cases.csv?state=open&sort=due')).text());
  expect(new Set(chinese.map((row) => row['状态']))).toEqual(new Set(['候选线索', '审核中', '已确认', '已移送']));
  const due = chinese.map((row) => row['到期时间'] ?? '');
  expect(due).toEqual([...due].sort());
});

test('a bureau gets its own, and each table that was taken is written down', async () => {
  const officer = await desk.people.make(['officer'], { bureauId: 'bureau-7' });
  const rows = read(await (await officer.ask('GET', '/api/v1/cases.csv?lang=en')).text());
  expect(rows.length).toBeGreaterThan(10);
  expect(new Set(rows.map((row) => row.Bureau))).toEqual(new Set(['bureau-7']));
  expect((await readProblem(await officer.ask('GET', '/api/v1/audit.csv'))).code).toBe('access.not-allowed');

  const auditor = await desk.people.make(['auditor']);
  const query = `lang=en&accountId=${officer.accountId}`;
  const [taken] = read(await (await auditor.ask('GET', `/api/v1/audit.csv?${query}`)).text());
  expect(taken).toMatchObject({ Action: 'list.export', Subject: 'cases', Account: officer.accountId });
  expect(JSON.parse(taken?.What ?? '')).toEqual({ sort: 'newest', language: 'en' });
});

test('verdicts, precision and devices come as tables too', async () => {
  await desk.database.updateTable('case_violations').set({ verdict: 'confirmed' }).execute();
  const verdicts = read(await (await desk.cloud.read('/api/v1/verdicts.csv?gatewayId=pole-001&lang=en')).text());
  expect(verdicts).toHaveLength(TOTAL);
  const precision = read(await (await desk.cloud.read('/api/v1/precision.csv?lang=en')).text());
  expect(precision).toMatchObject([{ Gateway: 'pole-001', Confirmed: `${TOTAL}`, Precision: '1' }]);
  const camera: NewDevice = {
    ...{ gatewayId: 'pole-001', sourceId: 'camera-1', kind: 'camera', name: '@东门', bearingDeg: 90, grid: null },
    ...{ place: { lng: -0.5, lat: 30.28, name: '文三路' }, deviceCode: '33010600081326000001', bureauId: null },
    ...{ areaId: null, model: null, serial: null, mn: null, legal: [] },
  };
  expect((await desk.send('/api/v1/devices', camera)).status).toBe(201);
  const devices = read(await (await desk.cloud.read('/api/v1/devices.csv')).text());
  expect(devices).toMatchObject([
    // A number is none the less a number for being below 0.
    { 设备: 'pole-001.camera-1', 类别: '摄像机', 名称: "'@东门", 经度: '-0.5', 设备编码: '33010600081326000001' },
  ]);
});
