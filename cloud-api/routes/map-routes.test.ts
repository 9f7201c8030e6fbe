import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Waiting } from '../cases/count-waiting.js';
import { MapCases } from '../map/list-map-cases.js';
import { MapDevices } from '../map/list-map-devices.js';
import { Outlines } from '../map/list-outlines.js';
import { startTestDesk, type TestDesk, REVIEWED } from '../testing/test-desk.js';
import type { TestPerson } from '../testing/test-people.js';

const TOWN = 'west=120&south=30&east=121&north=31';
const square = (west: number, south: number, size: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});
const GRID = '330106001001001';

let desk: TestDesk;
let town: TestPerson;
let ours: TestPerson;
beforeAll(async () => {
  desk = await startTestDesk();
  await desk.addBureaus('ours', 'theirs');
  [town, ours] = await Promise.all([
    desk.people.make(['administrator', 'supervisor']),
    desk.people.make(['reviewer'], { bureauId: 'ours' }),
  ]);
});
afterAll(async () => {
  await desk.close();
});

const read = async <Body>(by: TestPerson, path: string, shape: z.ZodType<Body>): Promise<Body> =>
  shape.parse(await (await by.ask('GET', path)).json());

test('outlines of areas and grids are imported, found by part of the map and by place', async () => {
  const collection = (properties: object) => ({
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties, geometry: square(120.1, 30.1, 0.2) }],
  });
  const send = async (properties: object) =>
    await town.ask('POST', '/api/v1/jurisdiction/import', JSON.stringify(collection(properties)), {
      'content-type': 'application/geo+json',
    });
  expect(await (await send({ areaId: 'old-town', name: '老城' })).json()).toMatchObject({ areas: 1, grids: 0 });
  expect(await (await send({ grid: GRID, name: '一网格' })).json()).toMatchObject({ areas: 0, grids: 1 });
  const wrong = await send({ grid: '33', name: '一网格' });
  expect(wrong.status).toBe(422);
  expect(await wrong.json()).toMatchObject({ faults: [{ field: 'features.0.properties.grid' }] });

  const within = await read(town, `/api/v1/map/outlines?${TOWN}`, Outlines);
  expect([within.areas.map(({ areaId }) => areaId), within.grids.map(({ grid }) => grid)]).toEqual([
    ['old-town'],
    [GRID],
  ]);
  const at = await read(town, '/api/v1/map/at?lng=120.2&lat=30.2', Outlines);
  expect([at.areas.length, at.grids.length]).toEqual([1, 1]);
  const beside = await read(town, '/api/v1/map/at?lng=120.4&lat=30.2', Outlines);
  expect([beside.areas.length, beside.grids.length]).toEqual([0, 0]);
  const base = z.object({ tiles: z.null(), extent: z.object({ west: z.literal(120.1) }) });
  await read(town, '/api/v1/map/base', base);
});

test('the map shows open cases within it, the gravest first, to those whose they are', async () => {
  const light = await desk.open({ place: { lng: 120.2, lat: 30.2 }, sourceId: 'one', matter: 'dust' });
  const grave = await desk.open({ place: { lng: 120.21, lat: 30.2 }, sourceId: 'two' });
  await desk.open({ place: { lng: 122, lat: 30.2 }, sourceId: 'far' });
  const give = async (caseId: string, severity: number, bureauId: string) =>
    await desk.database
      .updateTable('cases')
      .set({ severity, bureau_id: bureauId })
      .where('case_id', '=', caseId)
      .execute();
  await give(light, 2, 'ours');
  await give(grave, 5, 'theirs');
  const ids = async (by: TestPerson, more = '') =>
    (await read(by, `/api/v1/map/cases?${TOWN}${more}`, MapCases)).cases.map(({ caseId }) => caseId);
  expect(await ids(town)).toEqual([grave, light]);
  expect(await ids(town, '&minSeverity=3')).toEqual([grave]);
  expect(await ids(town, '&matter=dust')).toEqual([light]);
  expect(await ids(ours)).toEqual([light]);
  await desk.walk(grave, { step: 'begin-review' }, { step: 'reject', reason: 'handled-on-site' });
  expect(await ids(town)).toEqual([light]);
});

test('devices stand on it with what they look at, and how they are', async () => {
  const device = {
    ...{ gatewayId: 'pole-001', sourceId: 'camera-1', kind: 'camera', name: '路口', deviceCode: null },
    ...{ place: { lng: 120.2, lat: 30.2, name: '某路' }, bearingDeg: 90, grid: GRID, bureauId: 'theirs' },
    ...{ areaId: null, model: null, serial: null, mn: null },
  };
  expect((await town.ask('POST', '/api/v1/devices', device)).status).toBe(201);
  const { devices } = await read(town, `/api/v1/map/devices?${TOWN}&kind=camera`, MapDevices);
  expect(devices).toMatchObject([
    { deviceId: 'pole-001.camera-1', bearingDeg: 90, health: 'unknown', isMissing: true },
  ]);
  expect((await read(town, `/api/v1/map/devices?${TOWN}&kind=monitor`, MapDevices)).devices).toEqual([]);
  expect((await read(ours, `/api/v1/map/devices?${TOWN}`, MapDevices)).devices).toEqual([]);
});

test('what was passed on waits for whom it was passed on to', async () => {
  const caseId = await desk.open({ sourceId: 'passed' });
  const waiting = async (by: TestPerson) => (await read(by, '/api/v1/waiting', Waiting)).inbox;
  const before = [await waiting(town), await waiting(ours)];
  await desk.walk(caseId, ...REVIEWED, { step: 'transfer', bureauId: 'ours' });
  expect([await waiting(town), await waiting(ours)]).toEqual([(before[0] ?? 0) - 1, (before[1] ?? 0) + 1]);
  const list = z.object({ cases: z.array(z.object({ caseId: z.string() })) });
  const ids = async (by: TestPerson) =>
    (await read(by, '/api/v1/cases?state=to-do', list)).cases.map((found) => found.caseId);
  expect(await ids(ours)).toContain(caseId);
  expect(await ids(town)).not.toContain(caseId);
});

test('a case counts as one to be looked at until a patrol is sent', async () => {
  const caseId = await desk.open({ sourceId: 'to-send' });
  const list = z.object({ cases: z.array(z.object({ caseId: z.string() })) });
  const toSend = async () =>
    (await read(town, '/api/v1/cases?state=open&dispatch=none', list)).cases.map((found) => found.caseId);
  expect(await toSend()).toContain(caseId);
  await town.ask('PUT', '/api/v1/patrols/patrol-1', { name: '一队', bureauId: null, grids: [GRID] });
  const sent = await town.ask('POST', `/api/v1/cases/${caseId}/dispatches`, { grid: GRID });
  expect(sent.status).toBe(201);
  expect(await toSend()).not.toContain(caseId);
  expect(await (await town.ask('GET', `/api/v1/dispatches?grid=${GRID}`)).json()).toMatchObject({
    dispatches: [{ caseId, patrolName: '一队', placeName: expect.any(String) as string }],
  });
});
