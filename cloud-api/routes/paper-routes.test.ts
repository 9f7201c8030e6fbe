import { afterAll, beforeAll, expect, test } from 'vitest';
import { Paper, PaperEntry } from '../papers/paper.js';
import { readProblem } from '../testing/test-cloud.js';
import { REVIEWED, startTestDesk, type TestDesk } from '../testing/test-desk.js';
import type { TestPerson } from '../testing/test-people.js';

let desk: TestDesk;
let officer: TestPerson;
let operator: TestPerson;

beforeAll(async () => {
  desk = await startTestDesk();
  await desk.addBureaus('chengguan', 'police');
  const { database } = desk;
  const square = [
    [119, 29],
    [121, 29],
    [121, 31],
    [119, 31],
    [119, 29],
  ];
  const lists = {
    areas: [{ areaId: 'old-town', name: '老城', geometry: { type: 'Polygon', coordinates: [square] } }],
    powers: [
      {
        areaId: 'old-town',
        matterCode: '09 009',
        bureauId: 'chengguan',
        validFrom: '2026-01-01',
        validTo: null,
        legalBasis: '镇政府清单 2026-3 <第5条>',
      },
    ],
  };
  const imported = await desk.send('/api/v1/jurisdiction/import', lists);
  if (imported.status >= 300) throw new Error(await imported.text());
  officer = await desk.people.make(['officer'], { bureauId: 'chengguan' });
  operator = await desk.people.make(['operator'], { bureauId: 'chengguan' });
  expect(await database.selectFrom('powers').select('bureau_id').execute()).toHaveLength(1);
});
afterAll(async () => {
  await desk.close();
});

const place = { lng: 120.1, lat: 30.2 };
const papersOf = (caseId: string) => `/api/v1/cases/${caseId}/papers`;

test('a first offence gets a reminder, a refusal a case file; each draft is a version, with who drafted it in the history', async () => {
  const caseId = await desk.open({ place, plate: '浙A12345', violation: { matterCode: '09 009' } });
  expect((await readProblem(await officer.ask('POST', papersOf(caseId), {}))).code).toBe('paper.not-yet');
  await desk.walk(caseId, ...REVIEWED);
  const first = PaperEntry.parse(await (await officer.ask('POST', papersOf(caseId), {})).json());
  expect(first).toMatchObject({ version: 1, kind: 'reminder', accountId: officer.accountId });
  const second = await officer.ask('POST', papersOf(caseId), { hasRefused: true, note: '拒不挪车' });
  expect(PaperEntry.parse(await second.json())).toMatchObject({ version: 2, kind: 'case-file' });
  expect((await readProblem(await officer.ask('POST', papersOf(caseId), { kind: 'case-file' }))).code).toBe(
    'paper.reason-needed',
  );
  const own = await officer.ask('POST', papersOf(caseId), { kind: 'case-file', note: '妨碍消防通道' });
  expect(PaperEntry.parse(await own.json())).toMatchObject({ version: 3, kind: 'case-file' });

  const list = PaperEntry.array().parse(await (await operator.ask('GET', papersOf(caseId))).json());
  expect(list.map(({ version, kind }) => `${version} ${kind}`)).toEqual(['1 reminder', '2 case-file', '3 case-file']);
  const paper = Paper.parse(await (await officer.ask('GET', `${papersOf(caseId)}/1`)).json());
  expect(paper).toMatchObject({
    caseId,
    colour: 'white',
    bureau: { bureauId: 'chengguan', zh: 'chengguan局' },
    matter: { matter: 'parking', matterCode: '09 009', zh: '违停' },
    place,
    plate: '浙A12345',
    legalBasis: [{ text: '镇政府清单 2026-3 <第5条>', areaId: 'old-town' }],
    doubts: ['signagePosted'],
  });
  const { digest, files } = await desk.read(caseId);
  expect(paper.evidence).toEqual([
    expect.objectContaining({ digest, files: files.map(({ path, role, sha256 }) => ({ path, role, sha256 })) }),
  ]);
  expect(paper.blanks.map(({ blank }) => blank)).toEqual(expect.arrayContaining(['party', 'officer-1', 'officer-2']));
  const { acts } = await desk.read(caseId);
  expect(acts.map(({ act, what }) => [act, what.version])).toEqual([
    ['paper.draft', 1],
    ['paper.draft', 2],
    ['paper.draft', 3],
  ]);
});

test('a draft prints in either language with nothing loaded or run, and shows the plate to those alone who may read plates', async () => {
  const caseId = await desk.open({ place, plate: '浙A54321', violation: { matterCode: '09 009' } });
  await desk.walk(caseId, ...REVIEWED);
  await officer.ask('POST', papersOf(caseId), {});
  const zh = await officer.ask('GET', `${papersOf(caseId)}/1/print`);
  expect(zh.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(zh.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  const page = await zh.text();
  expect(page).toContain('提醒单（草稿）');
  expect(page).toContain('浙A54321');
  expect(page).toContain('镇政府清单 2026-3 &lt;第5条&gt;');
  expect(page).not.toContain('<script');
  const en = await (await officer.ask('GET', `${papersOf(caseId)}/1/print?lang=en`)).text();
  expect(en).toContain('Reminder (draft)');
  expect(en).toContain('illegal parking');

  const masked = Paper.parse(await (await operator.ask('GET', `${papersOf(caseId)}/1`)).json());
  expect(masked.plate).toBe('浙A****1');
  expect(await (await operator.ask('GET', `${papersOf(caseId)}/1/print`)).text()).not.toContain('浙A54321');
  const readings = await desk.database
    .selectFrom('audit_log')
    .select('account_id')
    .where('subject_id', '=', caseId)
    .where('action', '=', 'plate.read')
    .where('account_id', 'in', [officer.accountId, operator.accountId])
    .execute();
  expect(readings).toEqual([{ account_id: officer.accountId }, { account_id: officer.accountId }]);
});

test('papers are drafted by those of its bureau who may, and seen by those who see the case', async () => {
  const caseId = await desk.open({ place, violation: { matterCode: '09 009' } });
  await desk.walk(caseId, ...REVIEWED);
  const stranger = await desk.people.make(['officer'], { bureauId: 'police' });
  expect((await readProblem(await stranger.ask('POST', papersOf(caseId), {}))).code).toBe('case.not-found');
  expect((await readProblem(await stranger.ask('GET', papersOf(caseId)))).code).toBe('case.not-found');
  expect((await readProblem(await operator.ask('POST', papersOf(caseId), {}))).code).toBe('access.not-allowed');
  expect((await readProblem(await officer.ask('GET', `${papersOf(caseId)}/1`))).code).toBe('paper.not-found');
  const both = await Promise.all([
    officer.ask('POST', papersOf(caseId), {}),
    officer.ask('POST', papersOf(caseId), {}),
  ]);
  const versions = await Promise.all(both.map(async (answer) => PaperEntry.parse(await answer.json()).version));
  expect(versions.sort()).toEqual([1, 2]);
});
