import { join } from 'node:path';
import { CaseDetail, CasePage } from '@lamppost/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuditPage } from '../audit/read-audit.js';
import { Routing } from '../jurisdiction/route.js';
import { writePackage } from '../testing/sealed-package.js';
import { openTestPeople, type TestPeople, type TestPerson } from '../testing/test-people.js';
import { readProblem, startTestCloud, uploadPackage, type TestCloud } from '../testing/test-cloud.js';

const IMPORT = '/api/v1/jurisdiction/import';
const square = (west: number, south: number, size: number) => [
  [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ],
];
const feature = (areaId: string, coordinates: unknown) => ({
  ...{ type: 'Feature', properties: { areaId, name: `片区${areaId}` } },
  geometry: { type: 'Polygon', coordinates },
});
const HEADER = 'areaId,matterCode,bureauId,validFrom,validTo,legalBasis';

let cloud: TestCloud;
let people: TestPeople;
let administrator: TestPerson;
beforeAll(async () => {
  cloud = await startTestCloud();
  people = await openTestPeople(cloud);
  administrator = await people.make(['administrator']);
});
afterAll(async () => {
  await people.close();
  await cloud.close();
  cloud.remove();
});

const importAs = async (type: string, body: unknown, query = '', person = administrator) =>
  await person.ask('POST', `${IMPORT}${query}`, body, { 'content-type': type });
const importJson = async (body: unknown) => await importAs('application/json', body);

/** Sends a package and gives the case that it opened, as whoever knows the access code sees it. */
async function openOne(gatewayId: string): Promise<CaseDetail> {
  const gateway = await cloud.enrol(gatewayId);
  const sent = await writePackage(join(cloud.folder, 'sent.zip'), gateway, { violation: { matterCode: '09 009' } });
  await uploadPackage(cloud.url, gateway, sent);
  const page = CasePage.parse(await (await cloud.read('/api/v1/cases')).json());
  const caseId = page.cases.find((found) => found.gatewayId === gatewayId)?.caseId ?? '';
  return CaseDetail.parse(await (await cloud.read(`/api/v1/cases/${caseId}`)).json());
}
const routingOf = async (caseId: string) =>
  await people.database
    .selectFrom('cases')
    .select(['routing_status', 'bureau_id', 'area_id', 'routing'])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();

describe('importing', () => {
  test('is refused as a whole, with the line of each fault', async () => {
    const text = `${HEADER}\nnowhere,09 009,nobody,2026-01-01,,law\ntown,9,nobody,2026-01-01,,law\n`;
    const answer = await importAs('text/csv', text);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ powers: 0, faults: [{ line: 3, field: 'matterCode' }] });
    const unknown = await importAs('text/csv', `${HEADER}\nnowhere,09 009,nobody,2026-01-01,,law\n`);
    expect(await unknown.json()).toMatchObject({
      faults: [
        { line: 2, field: 'bureauId' },
        { line: 2, field: 'areaId' },
      ],
    });
    expect((await readProblem(await importAs('application/xml', '<a/>'))).code).toBe('request.media-type');
  });

  test('can be tried without writing anything', async () => {
    const body = { bureaus: [{ bureauId: 'police', nameZh: '交警大队', nameEn: null }] };
    expect(await (await importAs('application/json', body, '?trial=true')).json()).toMatchObject({
      ...{ bureaus: 1, isTrial: true, faults: [], changed: 1 },
      changes: [{ kind: 'bureau', change: 'added', id: 'police', name: '交警大队' }],
    });
    expect(await (await administrator.ask('GET', '/api/v1/bureaus')).json()).toEqual({ bureaus: [] });
  });

  test('is not for an administrator of one bureau', async () => {
    await importJson({ bureaus: [{ bureauId: 'chengguan', nameZh: '城管局', nameEn: 'urban management' }] });
    const limited = await people.make(['administrator'], { bureauId: 'chengguan' });
    expect((await readProblem(await importAs('text/csv', HEADER, '', limited))).code).toBe('access.not-allowed');
  });
});

/** Two bureaus say what they think of a case, and the supervisor decides once. */
async function coordinate(caseId: string): Promise<void> {
  const [police, other, supervisor] = await Promise.all([
    people.make(['officer'], { bureauId: 'police' }),
    people.make(['officer'], { bureauId: 'chengguan' }),
    people.make(['supervisor']),
  ]);
  const path = `/api/v1/cases/${caseId}/coordination`;
  const queueOf = async (person: TestPerson) => await (await person.ask('GET', '/api/v1/coordination')).json();
  expect(await queueOf(police)).toMatchObject({
    cases: [{ caseId, heardIds: [] }],
    nextBefore: null,
  });
  const say = async (person: TestPerson, claim: string) =>
    await person.ask('PUT', `${path}/position`, { claim, words: '主干道由本部门管理' });
  expect((await say(police, 'ours')).status).toBe(204);
  expect((await say(other, 'ours')).status).toBe(204);
  expect((await say(other, 'not-ours')).status).toBe(204);
  expect((await readProblem(await say(supervisor, 'ours'))).code).toBe('coordination.not-yours');
  const decide = async (bureauId: string) =>
    await supervisor.ask('POST', `${path}/decision`, { bureauId, words: '占道停车归公安' });
  expect((await readProblem(await decide('nowhere'))).code).toBe('bureau.not-found');
  const answers = await Promise.all([decide('police'), decide('police')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  expect(await (await police.ask('GET', path)).json()).toMatchObject({
    bureauId: 'police',
    routing: { status: 'overlap' },
    positions: [
      { bureauId: 'chengguan', claim: 'not-ours' },
      { bureauId: 'police', claim: 'ours' },
    ],
    decision: { bureauId: 'police', words: '占道停车归公安' },
  });
  const { acts } = CaseDetail.parse(await (await police.ask('GET', `/api/v1/cases/${caseId}`)).json());
  expect(acts.map(({ act, bureauId, what }) => [act, bureauId, what])).toEqual([
    ['coordination.position', 'police', { bureauId: 'police', claim: 'ours' }],
    ['coordination.position', 'chengguan', { bureauId: 'chengguan', claim: 'ours' }],
    ['coordination.position', 'chengguan', { bureauId: 'chengguan', claim: 'not-ours' }],
    ['coordination.decide', null, { bureauId: 'police' }],
  ]);
  // Decided, it is a case of that bureau alone.
  expect((await readProblem(await other.ask('GET', path))).code).toBe('case.not-found');
  expect((await readProblem(await say(police, 'ours'))).code).toBe('coordination.decided');
  expect(await queueOf(police)).toEqual({ cases: [], nextBefore: null });
}

describe('cases', () => {
  test('stay with one desk while there are no areas', async () => {
    const { caseId } = await openOne('pole-early');
    expect(await routingOf(caseId)).toEqual({ routing_status: null, bureau_id: null, area_id: null, routing: null });
  });

  test('go to the bureau that has the power at their place, to coordination, or to the supervisor', async () => {
    const { device } = await openOne('pole-where');
    const { lng, lat } = device.place;
    await importJson({ bureaus: [{ bureauId: 'police', nameZh: '交警大队', nameEn: null }] });
    const areas = [feature('town', square(lng - 1, lat - 1, 2)), feature('other', square(lng + 2, lat, 1))];
    const taken = await importAs('application/geo+json', { type: 'FeatureCollection', features: areas });
    expect(await taken.json()).toMatchObject({ areas: 2, faults: [] });
    const page = await administrator.ask('GET', '/api/v1/areas?limit=1');
    expect(await page.json()).toMatchObject({ areas: [{ areaId: 'other' }], nextAfter: 'other' });

    const powersOf = async (...bureauIds: string[]) => {
      const rows = bureauIds.map((bureauId) => `town,09 009,${bureauId},2020-01-01,,清单`);
      expect((await importAs('text/csv', [HEADER, ...rows, ''].join('\n'))).status).toBe(200);
    };
    await powersOf('police');
    const one = await openOne('pole-one');
    expect(await routingOf(one.caseId)).toMatchObject({ routing_status: 'one', bureau_id: 'police', area_id: 'town' });
    await powersOf('police', 'chengguan');
    const both = await openOne('pole-both');
    expect(await routingOf(both.caseId)).toMatchObject({
      ...{ routing_status: 'overlap', bureau_id: null, area_id: 'town' },
      routing: { bureauIds: ['chengguan', 'police'] },
    });
    await coordinate(both.caseId);
    await importAs('text/csv', `${HEADER}\ntown,06 020,chengguan,2020-01-01,,清单\n`);
    const none = await openOne('pole-none');
    expect(await routingOf(none.caseId)).toMatchObject({ routing_status: 'none', bureau_id: null, area_id: 'town' });
    // What was routed stays as it was, whatever the lists say later.
    expect(await routingOf(one.caseId)).toMatchObject({ bureau_id: 'police' });

    const query = `lng=${lng}&lat=${lat}&matterCode=06%20020&day=2026-03-01`;
    const tried = Routing.parse(await (await administrator.ask('GET', `/api/v1/routing?${query}`)).json());
    expect(tried).toMatchObject({ status: 'one', bureauIds: ['chengguan'] });
    expect(tried.en).toContain('urban management');
  });
});

describe('what is sealed', () => {
  const still = ({ files }: CaseDetail) => files.find(({ role }) => role === 'still')?.url ?? '';

  test('opens to those who may, with a reason, and each time it is written down', async () => {
    const found = await openOne('pole-sealed');
    const url = still(found);
    const auditor = await people.make(['auditor']);
    expect((await readProblem(await auditor.ask('GET', url))).code).toBe('access.reason-needed');
    const reason = encodeURIComponent('市民复核申请');
    const opened = await auditor.ask('GET', `${url}?reason=${reason}`);
    expect(opened.status).toBe(200);
    expect(opened.headers.get('cache-control')).toBe('private, no-store');
    await opened.arrayBuffer();
    const operator = await people.make(['operator']);
    expect((await readProblem(await operator.ask('GET', `${url}?reason=${reason}`))).code).toBe('access.not-allowed');
    const page = AuditPage.parse(await (await auditor.ask('GET', `/api/v1/audit?subjectId=${found.caseId}`)).json());
    const originals = page.lines.filter(({ entry }) => entry.action === 'original.read');
    expect(originals.map(({ entry }) => [entry.outcome, entry.who?.accountId, entry.why, entry.from])).toEqual([
      ['refused', operator.accountId, '市民复核申请', '127.0.0.1'],
      ['done', auditor.accountId, '市民复核申请', '127.0.0.1'],
    ]);
  });
});
