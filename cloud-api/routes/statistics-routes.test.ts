import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createFakeClock } from '../testing/fake-clock.js';
import { readProblem } from '../testing/test-cloud.js';
import { startTestDesk, type TestDesk } from '../testing/test-desk.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Monday, 09:30 in Beijing. */
const MONDAY = Date.UTC(2026, 2, 2, 1, 30);
const PERIOD = `fromMs=${MONDAY - HOUR_MS}&toMs=${MONDAY + 30 * DAY_MS}`;
const PLATE = '浙A12345';
const Answer = z.object({ zone: z.string(), rows: z.array(z.record(z.string(), z.unknown())) });

const clock = createFakeClock(MONDAY);
let desk: TestDesk;

beforeAll(async () => {
  desk = await startTestDesk({ clock });
  await desk.addBureaus('one', 'two');
  // Reviewed within two hours, reminded, and corrected an hour later.
  const corrected = await desk.open({ atMs: MONDAY, plate: PLATE });
  clock.advance(2 * HOUR_MS);
  await desk.walk(corrected, { step: 'begin-review' }, { step: 'confirm' });
  const paper = await desk.send(`/api/v1/cases/${corrected}/papers`, {});
  if (paper.status !== 201) throw new Error(await paper.text());
  clock.advance(HOUR_MS);
  await desk.walk(corrected, { step: 'correct', note: '已当场驶离' });
  // Opened on Monday as well, and rejected after the five working days.
  const late = await desk.open({ atMs: MONDAY + 5 * HOUR_MS, plate: PLATE });
  // Of another bureau, and left lying.
  const stall = await desk.open({ atMs: MONDAY, matter: 'stall', sourceId: 'camera-2' });
  clock.advance(DAY_MS);
  const again = await desk.open({ atMs: MONDAY + DAY_MS, plate: PLATE });
  clock.advance(9 * DAY_MS);
  await desk.walk(late, { step: 'begin-review' }, { step: 'reject', reason: 'unclear-record' });
  const give = async (caseIds: string[], bureauId: string) => {
    await desk.database.updateTable('cases').set({ bureau_id: bureauId }).where('case_id', 'in', caseIds).execute();
  };
  await give([corrected, late, again], 'one');
  await give([stall], 'two');
});
afterAll(async () => {
  await desk.close();
});

async function ask(path: string): Promise<Record<string, unknown>[]> {
  const response = await desk.cloud.read(`/api/v1/statistics/${path}${path.includes('?') ? '&' : '?'}${PERIOD}`);
  if (response.status !== 200) throw new Error(await response.text());
  return Answer.parse(await response.json()).rows;
}

test('cases are counted by what is asked for, in days of the zone', async () => {
  expect(await ask('cases?by=day,matter')).toEqual([
    { day: '2026-03-02', matter: 'parking', cases: 2 },
    { day: '2026-03-02', matter: 'stall', cases: 1 },
    { day: '2026-03-03', matter: 'parking', cases: 1 },
  ]);
  expect(await ask('cases?by=bureau,state&matter=parking')).toEqual([
    { bureauId: 'one', state: 'candidate', cases: 1 },
    { bureauId: 'one', state: 'corrected', cases: 1 },
    { bureauId: 'one', state: 'rejected', cases: 1 },
  ]);
});

test('times to steps are those from the opening', async () => {
  const rows = await ask('steps?by=matter');
  expect(rows).toContainEqual({
    ...{ step: 'confirm', matter: 'parking', taken: 1, medianMs: 2 * HOUR_MS, p90Ms: 2 * HOUR_MS },
  });
  const [fast, slow] = [2 * HOUR_MS, 10 * DAY_MS];
  expect(rows).toContainEqual({
    ...{ step: 'begin-review', matter: 'parking', taken: 2, medianMs: (fast + slow) / 2 },
    p90Ms: fast + 0.9 * (slow - fast),
  });
});

test('deadlines are kept or not when they end, and those that have not ended are told', async () => {
  const rows = await ask('deadlines?by=bureau');
  expect(rows).toMatchObject([
    { clock: 'review', bureauId: 'one', kept: { count: 1, of: 2, share: 0.5 }, overdue: 1 },
    { clock: 'transfer', bureauId: 'one', kept: { count: 1, of: 1 }, overdue: 0 },
    { clock: 'review', bureauId: 'two', kept: { count: 0, of: 0, share: null }, overdue: 1 },
  ]);
});

test('what comes back again and again is told, and no plate is unmasked', async () => {
  const lastOpenedAtMs = MONDAY + DAY_MS + 3 * HOUR_MS;
  expect(await ask('places')).toEqual([
    {
      ...{ gatewayId: 'pole-001', sourceId: 'camera-1', placeName: '文三路 12 号灯杆', matter: 'parking' },
      ...{ cases: 2, confirmed: 1, lastOpenedAtMs },
    },
  ]);
  expect(await ask('offenders')).toEqual([{ plate: '浙A****5', places: 1, cases: 2, confirmed: 1, lastOpenedAtMs }]);
});

test('hours, reasons and persuasion', async () => {
  const hours = await ask('hours');
  expect(hours).toHaveLength(168);
  expect(hours.filter(({ cases }) => cases !== 0)).toEqual([
    { weekday: 1, hour: 9, cases: 2 },
    { weekday: 1, hour: 14, cases: 1 },
    { weekday: 2, hour: 9, cases: 1 },
  ]);
  expect(await ask('rejections')).toEqual([{ reason: 'unclear-record', matter: 'parking', rejections: 1 }]);
  expect(await ask('persuasion')).toMatchObject([
    { matter: 'parking', corrected: { count: 1, of: 1 }, afterReminder: 1, reminders: 1, caseFiles: 0 },
  ]);
});

test.each([
  'cases?by=day',
  'steps?x=',
  'deadlines?x=',
  'places?x=',
  'offenders?x=',
  'hours?x=',
  'rejections?x=',
  'persuasion?x=',
])('%s of a bureau counts its cases alone, also as a table', async (path) => {
  const officer = await desk.people.make(['officer'], { bureauId: 'two' });
  const [name = '', query = ''] = path.replace('?x=', '?').split('?');
  const asTable = await officer.ask('GET', `/api/v1/statistics/${name}.csv?${PERIOD}&${query}`);
  expect([asTable.status, asTable.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  const { rows } = Answer.parse(
    await (await officer.ask('GET', `/api/v1/statistics/${name}?${PERIOD}&${query}`)).json(),
  );
  expect((await asTable.text()).trim().split('\r\n')).toHaveLength(rows.length + 1);
  expect(JSON.stringify(rows)).not.toMatch(/parking|unclear-record|浙|camera-1/);
  const sum = rows.reduce((all, row) => all + Number(row.cases ?? 0), 0);
  if (name === 'cases' || name === 'hours') expect(sum).toBe(1);
});

test('a period that is empty or too long is refused', async () => {
  for (const period of ['fromMs=5&toMs=5', `fromMs=0&toMs=${367 * DAY_MS}`])
    expect((await readProblem(await desk.cloud.read(`/api/v1/statistics/hours?${period}`))).code).toBe(
      'request.invalid',
    );
});
