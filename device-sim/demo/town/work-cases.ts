import { type CaseSummary, DispatchDetail } from '@lamppost/contracts';
import { z } from 'zod';
import type { Person } from './person.js';
import type { TownPeople } from './set-up-town.js';
import { MARKET_GRID, PATROL } from './town.js';

const KeptPhoto = z.object({ sha256: z.string() });

/** What became of the cases that the people of the demo worked on. */
export interface DeskWork {
  /** The case that went to another bureau, which accepted it; null while none did. */
  readonly accepted: string | null;
  /** The case that a patrol found corrected; null while none was. */
  readonly corrected: string | null;
}

/** Options of {@link workCases}. */
export interface WorkOptions {
  readonly people: TownPeople;
  /** What the officer photographs on site: a JPEG. */
  readonly photo: () => Promise<Buffer>;
  /** Told each step, in words. */
  readonly onStep: (words: string) => void;
}

async function take(person: Person, path: string, step: object): Promise<void> {
  const { etag } = await person.ask('GET', path);
  await person.ask('POST', `${path}/steps`, step, etag);
}

/** A lead on the carriageway: reviewed and confirmed by the bureau that the list names, passed to the police, who accept it. */
async function passOn({ people, onStep }: WorkOptions, caseId: string): Promise<void> {
  const path = `/api/v1/cases/${caseId}`;
  await take(people.reviewer.person, path, { step: 'begin-review' });
  await take(people.reviewer.person, path, { step: 'confirm', note: '车辆静止，无人在旁，画面清晰' });
  onStep(`${caseId}: candidate -> in_review -> confirmed, by a reviewer of the urban management bureau`);
  await take(people.reviewer.person, path, {
    step: 'transfer',
    bureauId: 'traffic-police',
    note: '车辆停在车行道，不在人行道',
  });
  onStep(`${caseId}: confirmed -> transferred, to the traffic police`);
  await take(people.police.person, path, { step: 'accept', note: '予以受理' });
  onStep(`${caseId}: transferred -> accepted, by an officer of the traffic police`);
}

/** A lead that an officer must see for himself: a patrol is sent by its grid, finds the place cleared, and the case is settled by persuasion. */
async function settleOnSite({ people, photo, onStep }: WorkOptions, caseId: string): Promise<void> {
  const path = `/api/v1/cases/${caseId}`;
  await take(people.reviewer.person, path, { step: 'begin-review' });
  const sent = await people.supervisor.person.ask('POST', `${path}/dispatches`, { grid: MARKET_GRID });
  const { dispatchId, patrolId } = DispatchDetail.parse(sent.body);
  onStep(`${caseId}: patrol ${patrolId} (${PATROL.name}) is sent`);
  const dispatch = `/api/v1/dispatches/${dispatchId}`;
  await take(people.patrol.person, dispatch, { step: 'take' });
  const kept = await people.patrol.person.ask('POST', `${dispatch}/photos`, await photo());
  await take(people.patrol.person, dispatch, {
    step: 'report',
    finding: 'corrected',
    note: '经劝导，摊主已自行收摊，地面已清理',
    photos: [KeptPhoto.parse(kept.body).sha256],
  });
  await take(people.supervisor.person, dispatch, { step: 'close' });
  await take(people.reviewer.person, path, { step: 'correct', note: '现场劝导，当场改正，不予处罚' });
  onStep(`${caseId}: in_review -> corrected, after the patrol's report`);
}

/**
 * Works on the first parking and the first stall case, as people would over the interface; the others stay as they are.
 *
 * @param cases the newest first
 * @param done what was done before
 * @throws Error when the cloud refuses a step
 */
export async function workCases(
  cases: readonly CaseSummary[],
  done: DeskWork,
  options: WorkOptions,
): Promise<DeskWork> {
  const first = (matter: CaseSummary['matter']) =>
    cases.findLast((summary) => summary.matter === matter && summary.state === 'candidate')?.caseId ?? null;
  const accepted = done.accepted ?? first('parking');
  if (done.accepted === null && accepted !== null) await passOn(options, accepted);
  const corrected = done.corrected ?? first('stall');
  if (done.corrected === null && corrected !== null) await settleOnSite(options, corrected);
  return { accepted, corrected };
}
