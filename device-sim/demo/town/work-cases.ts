import { CaseDetail, type CaseSummary, DispatchDetail } from '@lamppost/contracts';
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
  /** The false case, of a car that stood where it may, which the reviewer rejected; null while it was not. */
  readonly rejected: string | null;
}

/** The marked bay of the scenario's street lies left of this, as a share of the picture. */
const BAY_ENDS_AT = 0.3;

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

/** A lead that is none: the reviewer says why, and the gateway that found it hears of it. */
async function reject({ people, onStep }: WorkOptions, caseId: string): Promise<void> {
  const path = `/api/v1/cases/${caseId}`;
  await take(people.reviewer.person, path, { step: 'begin-review' });
  await take(people.reviewer.person, path, {
    step: 'reject',
    reason: 'outside-area',
    note: '车辆停在施划的停车泊位内，不在禁停段',
  });
  onStep(`${caseId}: in_review -> rejected, for the car stood in a marked bay`);
}

/** Whether a parked car of a case stands in the marked bay. */
async function isInBay({ reviewer }: TownPeople, caseId: string): Promise<boolean> {
  const { body } = await reviewer.person.ask('GET', `/api/v1/cases/${caseId}`);
  const { subject } = CaseDetail.parse(body).violation;
  return subject !== null && subject.box.x2 < BAY_ENDS_AT;
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
 * Works on the first stall case and on one parking case of either kind, as people would over the interface; the others stay as they are.
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
  const parked = cases.filter(({ matter, state }) => matter === 'parking' && state === 'candidate').toReversed();
  let { accepted, rejected } = done;
  for (const { caseId } of parked) {
    if (accepted !== null && rejected !== null) break;
    const isFalse = await isInBay(options.people, caseId);
    if (isFalse && rejected === null) {
      await reject(options, caseId);
      rejected = caseId;
    } else if (!isFalse && accepted === null) {
      await passOn(options, caseId);
      accepted = caseId;
    }
  }
  const corrected = done.corrected ?? first('stall');
  if (done.corrected === null && corrected !== null) await settleOnSite(options, corrected);
  return { accepted, corrected, rejected };
}
