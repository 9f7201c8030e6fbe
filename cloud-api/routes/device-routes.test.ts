import { join } from 'node:path';
import { EnrolmentResponse, type GatewayReport } from '@lamppost/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../clock.js';
import { DeviceAlarmPage } from '../devices/alarms/device-alarm.js';
import { devicesJob } from '../devices/alarms/devices-job.js';
import { sweepDevices } from '../devices/alarms/sweep-devices.js';
import { DevicePage, type NewDevice, type NewLegalRecord } from '../devices/device.js';
import { PublicDevices } from '../devices/public-devices.js';
import { DeviceDetail, DeviceStanding } from '../devices/read-device.js';
import { createTestGateway, writePackage, type TestGateway } from '../testing/sealed-package.js';
import { enrolmentCode, fetchReceipt, postJson, readProblem, uploadPackage } from '../testing/test-cloud.js';
import { REVIEWED, startTestDesk, type TestDesk } from '../testing/test-desk.js';
import type { TestPerson } from '../testing/test-people.js';

let desk: TestDesk;
let operator: TestPerson;
let url: string;
beforeAll(async () => {
  desk = await startTestDesk();
  ({ url } = desk.cloud);
  operator = await desk.people.make(['operator']);
  await desk.addBureaus('one', 'two');
});
afterAll(async () => {
  await desk.close();
});

const place = { lng: 120.1551, lat: 30.2741, name: '文一路口' };
function device(gatewayId: string, given: Partial<NewDevice> = {}): NewDevice {
  return {
    ...{ gatewayId, sourceId: null, kind: 'gateway', name: gatewayId, place, bearingDeg: null, grid: null },
    ...{ deviceCode: null, bureauId: null, areaId: null, model: null, serial: null, mn: null, legal: [], ...given },
  };
}
function record(condition: NewLegalRecord['condition'], until: string | null = null): NewLegalRecord {
  const document = { number: `${condition} 1`, issuer: '某区城管局', url: null, sha256: null };
  return { condition, from: '2020-01-01', until, document };
}
const COMPLETE = (
  ['deviceLegalReview', 'deviceTechReview', 'standardsConformity', 'signagePosted', 'sitePublished'] as const
).map((condition) => record(condition));

async function add(given: NewDevice, who = operator) {
  const response = await who.ask('POST', '/api/v1/devices', given);
  if (response.status !== 201) throw new Error(await response.text());
  return DeviceDetail.parse(await response.json());
}
const read = async (deviceId: string) =>
  DeviceDetail.parse(await (await operator.ask('GET', `/api/v1/devices/${deviceId}`)).json());
const list = async (query: string, who = operator) =>
  DevicePage.parse(await (await who.ask('GET', `/api/v1/devices?${query}`)).json());
const idsOf = ({ devices }: DevicePage) => devices.map(({ deviceId }) => deviceId);
const refusalOf = async (answer: Promise<Response>) => (await readProblem(await answer)).code;

describe('the register', () => {
  test('a device is written down, changed from the version that was read, and taken out of use', async () => {
    const added = await add(device('reg-1', { sourceId: 'c1', kind: 'camera', deviceCode: '33010600081326000001' }));
    expect(added).toMatchObject({ deviceId: 'reg-1.c1', version: 1, health: 'unknown', lastSeenAtMs: null });
    expect(added.missing).toHaveLength(5);
    const path = '/api/v1/devices/reg-1.c1';
    const change = (body: object, tag?: string) =>
      operator.ask('PATCH', path, body, tag === undefined ? {} : { 'if-match': tag });
    expect(await refusalOf(change({ name: 'n' }))).toBe('request.version-needed');
    const read = await operator.ask('GET', path);
    const tag = read.headers.get('etag') ?? '';
    await read.arrayBuffer();
    const changed = DeviceDetail.parse(await (await change({ name: '东侧摄像机', legal: COMPLETE }, tag)).json());
    expect(changed).toMatchObject({ version: 2, name: '东侧摄像机', missing: [], standing: { missing: [] } });
    expect(changed.deviceCode).toBe('33010600081326000001');
    expect(await refusalOf(change({ name: 'late' }, tag))).toBe('device.changed');
    // A record keeps the moment at which it was entered.
    const [first] = changed.legal;
    const renewed = [...COMPLETE, record('calibration', '2020-06-30')];
    const again = DeviceDetail.parse(await (await change({ legal: renewed }, '"v2"')).json());
    expect(again.legal[0]).toEqual(first);
    expect(again.missing).toEqual(['calibration']);
    const standing = await operator.ask('GET', `${path}/standing?atMs=${Date.parse('2020-06-30T15:59:59Z')}`);
    expect(DeviceStanding.parse(await standing.json())).toEqual({ day: '2020-06-30', missing: [] });
    const retire = { step: 'retire', reason: '立杆拆除' };
    const retired = await operator.ask('POST', `${path}/steps`, retire, { 'if-match': '"v3"' });
    expect(DeviceDetail.parse(await retired.json()).standing.missing).not.toEqual([]);
    expect(await refusalOf(operator.ask('POST', `${path}/steps`, retire, { 'if-match': '"v4"' }))).toBe(
      'device.step-not-allowed',
    );
    // The one that takes its place may have its ID.
    const code = { deviceCode: '33010600081326000001' };
    await add(device('reg-1', { sourceId: 'c2', kind: 'camera', ...code }));
    const back = operator.ask('POST', `${path}/steps`, { ...retire, step: 'reinstate' }, { 'if-match': '"v4"' });
    expect(await refusalOf(back)).toBe('device.number-taken');
    const { rows } = {
      rows: await desk.database
        .selectFrom('audit_log')
        .select('action')
        .where('subject_id', '=', 'reg-1.c1')
        .orderBy('audit_number')
        .execute(),
    };
    expect(rows.map(({ action }) => action)).toEqual([
      'device.create',
      'device.change',
      'device.change',
      'device.retire',
    ]);
  });

  test.each([
    ['device.invalid', { sourceId: 'c9', kind: 'camera', deviceCode: '33010600081186000001' }, 'digits 11-13 (type)'],
    ['device.invalid', { sourceId: 'c9' }, 'sourceId: a gateway has no sourceId'],
    ['device.invalid', { sourceId: null, kind: 'speaker' }, 'sourceId: a speaker has a sourceId'],
    ['device.number-taken', { sourceId: 'c9', kind: 'camera', deviceCode: '33010600081326000001' }, 'Another device'],
    ['device.exists', { sourceId: 'c2', kind: 'camera' }, 'reg-1.c2'],
    ['bureau.not-found', { sourceId: 'c9', kind: 'camera', bureauId: 'nobody' }, 'nobody'],
    ['area.not-found', { sourceId: 'c9', kind: 'camera', areaId: 'nowhere' }, 'nowhere'],
    ['request.invalid', { sourceId: 'c9', kind: 'camera', place: { ...place, lat: 91 } }, 'lat'],
  ] as const)('%s: %j', async (code, given, said) => {
    const problem = await readProblem(await operator.ask('POST', '/api/v1/devices', device('reg-1', given)));
    expect([problem.code, problem.detail.includes(said)]).toEqual([code, true]);
  });

  test.each([
    { name: 'a\u0000b' },
    { legal: [{ ...record('calibration'), document: { ...record('calibration').document, number: 'a\u0000b' } }] },
    { legal: [{ ...record('calibration'), document: { ...record('calibration').document, number: 'a\ud800b' } }] },
  ])('what no text may hold is refused: %j', async (given) => {
    expect(await refusalOf(operator.ask('POST', '/api/v1/devices', device('text-1', given)))).toBe('request.invalid');
  });

  test('no device of one bureau is seen or changed by another', async () => {
    const [one, two] = [
      await desk.people.make(['operator'], { bureauId: 'one' }),
      await desk.people.make(['operator'], { bureauId: 'two' }),
    ];
    const given = device('scoped-1', { bureauId: 'one' });
    expect(await refusalOf(two.ask('POST', '/api/v1/devices', given))).toBe('access.not-allowed');
    await add(given, one);
    expect(idsOf(await list('', one))).toEqual(['scoped-1']);
    expect(idsOf(await list('', two))).toEqual([]);
    const path = '/api/v1/devices/scoped-1';
    const tag = { 'if-match': '"v1"' };
    const step = { step: 'retire', reason: 'no reason' };
    for (const asked of [
      two.ask('GET', path),
      two.ask('GET', `${path}/standing`),
      two.ask('PATCH', path, { name: 'mine' }, tag),
      two.ask('POST', `${path}/steps`, step, tag),
      two.ask('POST', '/api/v1/gateways/scoped-1/enrolment-codes', {}),
      two.ask('POST', '/api/v1/gateways/scoped-1/revoke', { reason: 'no reason' }),
    ])
      expect(await refusalOf(asked)).toBe('device.not-found');
    expect(await refusalOf(one.ask('PATCH', path, { bureauId: 'two' }, tag))).toBe('access.not-allowed');
    const csv = 'gatewayId,sourceId,kind,name,lng,lat,place\nscoped-1,,gateway,taken,120,30,p';
    const answer = await two.ask('POST', '/api/v1/devices/import', csv, { 'content-type': 'text/csv' });
    expect(answer.status).toBe(422);
    expect((await read('scoped-1')).name).toBe('scoped-1');
  });

  test('a list goes by cursor, and by what is asked for', async () => {
    const grid = '330106001001001';
    for (const sourceId of ['a', 'b', 'c'])
      await add(device('paged', { sourceId, kind: 'camera', grid, legal: sourceId === 'b' ? COMPLETE : [] }));
    const first = await list(`grid=${grid}&limit=2`);
    expect(idsOf(first)).toEqual(['paged.c', 'paged.b']);
    expect(idsOf(await list(`grid=${grid}&limit=2&cursor=${first.nextCursor ?? ''}`))).toEqual(['paged.a']);
    expect(idsOf(await list(`grid=${grid}&missing=signagePosted`))).toEqual(['paged.c', 'paged.a']);
    expect(idsOf(await list(`grid=${grid}&missing=calibration`))).toEqual([]);
    expect(idsOf(await list('gatewayId=paged&health=well'))).toEqual([]);
    expect(idsOf(await list('gatewayId=reg-1&retired=true'))).toEqual(['reg-1.c1']);
    expect(await refusalOf(operator.ask('GET', '/api/v1/devices?cursor=none'))).toBe('request.invalid');
  });
});

test('many devices and records come in by CSV: all or nothing, each fault with its line', async () => {
  const send = async (lines: readonly string[], trial = false) => {
    const type = { 'content-type': 'text/csv' };
    const answer = await operator.ask('POST', `/api/v1/devices/import?trial=${trial}`, lines.join('\n'), type);
    return { status: answer.status, report: await answer.json() };
  };
  const header = '网关编号,设备标识,设备类型,设备名称,经度,纬度,设置地点,国标编码,部门编号';
  const good = [
    header,
    'csv-1,,网关,一号杆,120,30,路口,,',
    'csv-1,c1,摄像机,东向,120,30,路口,33010600081326000077,one',
  ];
  const wrong = [
    ...good,
    'csv-1,c1,摄像机,again,120,30,路口,,',
    'csv-1,c3,摄像机,西向,120,30,路口,33010600081326000001,three',
  ];
  expect(await send(wrong)).toMatchObject({
    status: 422,
    report: {
      added: 0,
      faults: [
        { line: 5, field: 'bureauId', message: 'there is no bureau three' },
        { line: 4, field: '', message: 'it stands on line 3 already' },
        { line: 5, field: 'deviceCode', message: 'reg-1.c2 has it' },
      ],
    },
  });
  expect(await send(good, true)).toMatchObject({ status: 200, report: { added: 2, isTrial: true } });
  expect(idsOf(await list('gatewayId=csv-1'))).toEqual([]);
  expect(await send(good)).toMatchObject({ status: 200, report: { added: 2, changed: 0, unchanged: 0 } });
  const other = [
    header,
    'csv-1,,网关,一号杆,120,30,路口,,',
    'csv-1,c1,摄像机,北向,120,30,路口,33010600081326000077,one',
  ];
  expect(await send(other)).toMatchObject({ report: { added: 0, changed: 1, unchanged: 1 } });
  const records = [
    'gatewayId,sourceId,condition,from,until,number,issuer',
    ...COMPLETE.map(({ condition }) => `csv-1,c1,${condition},2026-01-01,,文号1,某局`),
  ];
  expect(await send(records)).toMatchObject({ report: { added: 0, changed: 1 } });
  expect(await send(records)).toMatchObject({ report: { changed: 0, unchanged: 1 } });
  expect(await read('csv-1.c1')).toMatchObject({ name: '北向', missing: [], version: 3 });
  expect(await send([records[0] ?? '', 'csv-1,c9,calibration,2026-01-01,,n,i'])).toMatchObject({
    report: { faults: [{ line: 2, message: 'there is no device csv-1.c9 in the register' }] },
  });
});

const Code = z.object({ code: z.string(), expiresAtMs: z.int() });
async function makeCode(gatewayId: string) {
  const answer = await operator.ask('POST', `/api/v1/gateways/${gatewayId}/enrolment-codes`, { hours: 1 });
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store']);
  return Code.parse(await answer.json());
}
const enrol = (gateway: TestGateway, code: string) =>
  postJson(`${url}/api/v1/gateways/enrol`, { gatewayId: gateway.gatewayId, code, publicKey: gateway.publicKey });

const REPORT: GatewayReport = {
  ...{ atMs: 1, startedAtMs: 1, version: '1.4.0', clock: { source: 'kernel', synchronised: true } },
  broker: { state: 'up', sinceMs: 1, reason: null },
  ...{ cameras: {}, sensors: {}, packagesWaiting: 0, oldestWaitingAtMs: null, shortages: [] },
};
const sendReport = async (gateway: TestGateway, given: Partial<GatewayReport> = {}) =>
  await postJson(
    `${url}/api/v1/gateways/report`,
    { ...REPORT, atMs: Date.now(), ...given },
    { authorization: `Bearer ${await gateway.signToken()}` },
  );
const sweep = () => sweepDevices({ database: desk.database, clock: systemClock });
async function alarmsOf(gatewayId: string, state = 'open') {
  const answer = await operator.ask('GET', `/api/v1/device-alarms?gatewayId=${gatewayId}&state=${state}`);
  return DeviceAlarmPage.parse(await answer.json()).alarms.map(({ deviceId, kind }) => `${deviceId} ${kind}`);
}

test('a gateway comes in by a code, is let out at once, and comes back by another', async () => {
  await add(device('box-1'));
  expect(await refusalOf(operator.ask('POST', '/api/v1/gateways/box-9/enrolment-codes', {}))).toBe('device.not-found');
  const lost = await makeCode('box-1');
  const { code } = await makeCode('box-1');
  const box = createTestGateway('box-1');
  expect(await refusalOf(enrol(box, lost.code))).toBe('enrolment.code-wrong');
  // Reading the file again does not take away what administrators gave.
  await desk.cloud.enrol('box-of-file');
  EnrolmentResponse.parse(await (await enrol(box, code)).json());
  expect((await sendReport(box)).status).toBe(200);
  expect(await refusalOf(enrol(createTestGateway('box-1'), code))).toBe('enrolment.code-used');

  const unused = await makeCode('box-1');
  const revoke = (gatewayId: string) =>
    operator.ask('POST', `/api/v1/gateways/${gatewayId}/revoke`, { reason: '设备被盗' });
  expect(await (await revoke('box-1')).json()).toMatchObject({ revoked: 1 });
  expect(await refusalOf(sendReport(box))).toBe('device.key-revoked');
  expect(await refusalOf(fetchReceipt(url, box, '00'.repeat(32)))).toBe('device.key-revoked');
  const sent = await writePackage(join(desk.cloud.folder, 'late.zip'), box);
  await expect(uploadPackage(url, box, sent)).rejects.toThrow('device.key-revoked');
  // Neither its own code nor one that lies about lets the same key in again.
  expect(await refusalOf(enrol(box, code))).toBe('enrolment.key-revoked');
  expect(await refusalOf(enrol(box, unused.code))).toBe('enrolment.code-wrong');
  expect(await (await revoke('box-1')).json()).toMatchObject({ revoked: 0 });

  const again = await makeCode('box-1');
  await desk.database
    .updateTable('enrolment_codes')
    .set({ expires_at_ms: Date.now() - 1 })
    .where('gateway_id', '=', 'box-1')
    .where('used_by_key_id', 'is', null)
    .execute();
  const fresh = createTestGateway('box-1');
  expect(await refusalOf(enrol(fresh, again.code))).toBe('enrolment.code-expired');
  expect((await enrol(fresh, (await makeCode('box-1')).code)).status).toBe(200);
  expect((await sendReport(fresh)).status).toBe(200);
  const { gateway } = await read('box-1');
  expect(gateway?.keys.map(({ revokedReason }) => revokedReason)).toEqual(['设备被盗', null]);

  // One that still knocks long after is told of.
  await desk.database
    .updateTable('gateway_keys')
    .set({ revoked_at_ms: Date.now() - 600_000 })
    .where('key_id', '=', box.keyId)
    .execute();
  expect(await alarmsOf('box-1')).toEqual([]);
  await sweep();
  expect(await alarmsOf('box-1')).toEqual(['box-1 revoked-key']);
  // One of the enrolment file is let out as well; it is in no register.
  expect(await (await revoke('box-of-file')).json()).toMatchObject({ revoked: 1 });
  expect(enrolmentCode('box-of-file')).not.toBe(code);
  expect(await refusalOf(revoke('box-of-nobody'))).toBe('device.not-found');
});

test('what gateways report is how their devices are; alarms open once and close when it is gone', async () => {
  const { database } = desk;
  await add(device('fleet-1', { bureauId: 'one' }));
  await add(device('fleet-1', { sourceId: 'c1', kind: 'camera', legal: [record('calibration', '2021-01-01')] }));
  await add(device('fleet-1', { sourceId: 'd1', kind: 'monitor' }));
  const box = await desk.cloud.enrol('fleet-1');
  const minutesAgo = (count: number) => Date.now() - count * 60_000;
  const fault = { kind: 'silence', factor: null, sinceMs: 1, detail: 'nothing for an hour' } as const;
  const down = { state: 'down', sinceMs: minutesAgo(9), reason: 'no frames' } as const;
  const troubles = { cameras: { c1: down, c2: REPORT.broker }, sensors: { d1: [fault] }, packagesWaiting: 3 };
  expect((await sendReport(box, troubles)).status).toBe(200);
  expect(idsOf(await list('gatewayId=fleet-1&health=faulty'))).toEqual(['fleet-1.d1', 'fleet-1.c1']);
  const known = await read('fleet-1');
  expect(known).toMatchObject({ health: 'well', gateway: { report: { packagesWaiting: 3 }, unregistered: ['c2'] } });
  expect((await read('fleet-1.c1')).link).toEqual(down);
  expect((await read('fleet-1.d1')).faults).toEqual([
    { ...fault, zh: '没有数据（nothing for an hour）', en: 'it sends nothing (nothing for an hour)' },
  ]);

  // Three replicas at once: each alarm is opened once.
  await Promise.all([
    sweep(),
    sweep(),
    devicesJob({ database, clock: systemClock, log: pino({ level: 'silent' }) }).run(),
  ]);
  const opened = ['fleet-1.c1 certificate-expired', 'fleet-1.d1 sensor-fault', 'fleet-1.c1 camera-down'];
  expect(await alarmsOf('fleet-1')).toEqual(opened);
  expect(await alarmsOf('fleet-1', 'all')).toHaveLength(3);
  const told = await database.selectFrom('device_alarms').selectAll().where('device_id', '=', 'fleet-1.c1').execute();
  expect(told.map(({ bureau_id: bureauId }) => bureauId)).toEqual([null, null]);

  // It falls silent: what it last said stays as it is.
  await database
    .updateTable('gateway_reports')
    .set({ received_at_ms: minutesAgo(16) })
    .where('gateway_id', '=', 'fleet-1')
    .execute();
  await database
    .updateTable('gateway_keys')
    .set({ enrolled_at_ms: minutesAgo(99) })
    .where('gateway_id', '=', 'fleet-1')
    .execute();
  await sweep();
  expect(await alarmsOf('fleet-1')).toEqual(['fleet-1 gateway-silent', ...opened]);
  expect((await read('fleet-1.c1')).health).toBe('silent');

  expect((await sendReport(box, { cameras: { c1: REPORT.broker }, sensors: { d1: [] } })).status).toBe(200);
  await sweep();
  expect(await alarmsOf('fleet-1')).toEqual(['fleet-1.c1 certificate-expired']);
  expect(await alarmsOf('fleet-1', 'closed')).toHaveLength(3);
  expect((await read('fleet-1.c1')).health).toBe('well');

  // What a newer gateway says beyond is passed over; what is no report is refused.
  expect((await sendReport(box, { mood: 'good' } as Partial<GatewayReport>)).status).toBe(200);
  expect(await refusalOf(sendReport(box, { packagesWaiting: -1 }))).toBe('request.invalid');
  expect((await postJson(`${url}/api/v1/gateways/report`, { no: 'token' })).status).toBe(401);
});

test('alarms are told to webhooks of the bureau, when they open and when they close', async () => {
  const { database } = desk;
  const nothing = { disabled_at_ms: null, created_at_ms: 1, secret: 'whsec_x', url: 'https://example.cn' };
  for (const bureauId of ['one', 'two'])
    await database
      .insertInto('webhooks')
      .values({ ...nothing, webhook_id: `wh-${bureauId}`, bureau_id: bureauId, types: ['lamppost.device.alarm.v1'] })
      .execute();
  const box = await desk.cloud.enrol('told-1');
  await add(device('told-1', { bureauId: 'one' }));
  await sendReport(box, { shortages: ['disk: 5 MB are free'] });
  await sweep();
  await sendReport(box);
  await sweep();
  const deliveries = await database
    .selectFrom('webhook_deliveries')
    .select(['webhook_id', 'body'])
    .where('body', 'like', '%told-1%')
    .orderBy('delivery_number')
    .execute();
  expect(deliveries.map((row) => row.webhook_id)).toEqual(['wh-one', 'wh-one']);
  const [opened, closed] = deliveries.map(({ body }) => JSON.parse(body) as object);
  expect(opened).toMatchObject({ subject: 'told-1', data: { kind: 'gateway-short', state: 'opened' } });
  expect(closed).toMatchObject({ data: { kind: 'gateway-short', state: 'closed' } });
  await database.deleteFrom('webhook_deliveries').execute();
  await database.deleteFrom('webhooks').execute();
});

test('anybody sees the places that are published today, and nothing else', async () => {
  const published = (until: string | null) => ({ kind: 'camera' as const, legal: [record('sitePublished', until)] });
  const secret = { serial: 'SECRET-1', model: 'SECRET-2', bureauId: 'one', deviceCode: '33010600081326000900' };
  await add(device('public-1', { ...published(null), ...secret, sourceId: 'c1', name: '公示一', bearingDeg: 90 }));
  await add(device('public-1', { ...published('2021-01-01'), sourceId: 'c2', name: '过期' }));
  await add(device('public-1', { kind: 'camera', sourceId: 'c3', name: '未公示' }));
  const answer = await fetch(`${url}/api/v1/public/devices`);
  expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    'application/geo+json; charset=utf-8',
    'public, max-age=300',
  ]);
  const text = await answer.text();
  for (const leak of ['SECRET', 'public-1', '33010600081326000900', '"one"', '过期', '未公示'])
    expect([leak, text.includes(leak)]).toEqual([leak, false]);
  const { features } = PublicDevices.parse(JSON.parse(text));
  expect(features.find(({ properties }) => properties.name === '公示一')).toEqual({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [place.lng, place.lat] },
    properties: {
      ...{ kind: 'camera', name: '公示一', place: '文一路口', bearingDeg: 90, publisher: '某区城管局' },
      ...{ document: 'sitePublished 1', url: null, publishedOn: '2020-01-01' },
    },
  });
  const tag = { 'if-none-match': answer.headers.get('etag') ?? '' };
  expect((await fetch(`${url}/api/v1/public/devices`, { headers: tag })).status).toBe(304);
  const first = PublicDevices.parse(await (await fetch(`${url}/api/v1/public/devices?limit=1`)).json());
  expect([first.features.length, first.nextCursor === null]).toEqual([1, features.length === 1]);
  const statuses = await Promise.all(
    Array.from({ length: 70 }, async () => (await fetch(`${url}/api/v1/public/devices`)).status),
  );
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
});

test('a case goes out by what the register says of its device when it captured, and not by what the package claims', async () => {
  const { cloud, database, gateway } = desk;
  const sent = await writePackage(join(cloud.folder, 'judged.zip'), gateway, { legalStatus: { signagePosted: true } });
  await uploadPackage(url, gateway, sent);
  const { case_id: caseId } = await database
    .selectFrom('packages')
    .select('case_id')
    .where('digest', '=', sent.digest)
    .executeTakeFirstOrThrow();
  await desk.walk(caseId, ...REVIEWED);
  expect((await desk.read(caseId)).deviceStanding).toEqual({ basis: 'package', missing: [] });
  const without = COMPLETE.filter(({ condition }) => condition !== 'signagePosted');
  const lacking = [...without, record('signagePosted', '2020-06-30')];
  await add(device('pole-001', { sourceId: 'camera-1', kind: 'camera', legal: lacking }));
  expect((await desk.read(caseId)).deviceStanding).toMatchObject({
    basis: 'register',
    missing: [{ condition: 'signagePosted', zh: '现场设置标志：已于2020-06-30到期' }],
  });
  const exported = () => cloud.read(`/api/v1/cases/${caseId}/export?reason=%E6%8F%90%E4%BA%A4%E5%A4%8D%E8%AE%AE`);
  const problem = await readProblem(await exported());
  expect(problem.code).toBe('export.conditions-unmet');
  expect(problem.detail).toContain('signagePosted (camera-1, package ');
  expect(problem.detail).toContain('by the register, sign on site: ended on 2020-06-30');
  await operator.ask('PATCH', '/api/v1/devices/pole-001.camera-1', { legal: COMPLETE }, { 'if-match': '"v1"' });
  const answer = await exported();
  expect(answer.status).toBe(200);
  await answer.arrayBuffer();
  // Severity goes by it too: the package says that no sign was posted, and the register knows better.
  const chained = { sequence: 2, previousDigest: sent.digest };
  const next = await writePackage(join(cloud.folder, 'doubted.zip'), gateway, chained);
  await uploadPackage(url, gateway, next);
  const { doubts } = await database
    .selectFrom('case_violations')
    .select('doubts')
    .where('gateway_id', '=', 'pole-001')
    .orderBy('triggered_at_ms', 'desc')
    .executeTakeFirstOrThrow();
  expect(doubts).toEqual([]);
});
