import { EvidenceManifest, type CaseState } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import { mayDo } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { CaseRow } from '../cases/life/apply-step.js';
import { lockCase } from '../cases/life/lock-case.js';
import { holderOf } from '../cases/life/take-step.js';
import type { DeskSettings } from '../cases/settings/desk-settings.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import { MATTER_WORDS } from '../cases/matter-words.js';
import { writeAct } from '../cases/write-act.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { ProblemError } from '../errors/problem-error.js';
import { choosePaper } from './choose-paper.js';
import { PAPER_BLANKS } from './paper-blanks.js';
import type { Paper, PaperRequest } from './paper.js';

/** States in which there is something to put on paper: a person confirmed the case. */
const PAPER_STATES = ['confirmed', 'transferred', 'returned', 'accepted', 'corrected'] as const satisfies CaseState[];

async function readEvidence(transaction: Transaction<CloudTables>, caseId: string): Promise<EvidenceManifestOf[]> {
  const rows = await transaction
    .selectFrom('packages')
    .innerJoin('cases', 'cases.case_id', 'packages.case_id')
    .select(['packages.digest', 'packages.manifest'])
    .where((or) => or.or([or('cases.case_id', '=', caseId), or('cases.merged_into', '=', caseId)]))
    .orderBy('packages.accepted_at_ms')
    .orderBy('packages.sequence')
    .execute();
  return rows.map(({ digest, manifest }) => ({ digest, manifest: EvidenceManifest.parse(JSON.parse(manifest)) }));
}
interface EvidenceManifestOf {
  readonly digest: string;
  readonly manifest: EvidenceManifest;
}

async function readBureau(transaction: Transaction<CloudTables>, bureauId: string | null): Promise<Paper['bureau']> {
  if (bureauId === null) return null;
  const row = await transaction.selectFrom('bureaus').selectAll().where('bureau_id', '=', bureauId).executeTakeFirst();
  return { bureauId, zh: row?.name_zh ?? bureauId, en: row?.name_en ?? row?.name_zh ?? bureauId };
}

async function readDoubts(transaction: Transaction<CloudTables>, caseId: string): Promise<string[]> {
  const rows = await transaction
    .selectFrom('case_violations')
    .innerJoin('cases', 'cases.case_id', 'case_violations.case_id')
    .select('case_violations.doubts')
    .where((or) => or.or([or('cases.case_id', '=', caseId), or('cases.merged_into', '=', caseId)]))
    .execute();
  return [...new Set(rows.flatMap(({ doubts }) => doubts))].sort();
}

async function compose(
  transaction: Transaction<CloudTables>,
  { papers }: DeskSettings,
  drafted: { row: CaseRow; asker: Asker; asked: PaperRequest; version: number; atMs: number },
): Promise<Paper> {
  const { row, asker, asked, version, atMs } = drafted;
  const caseId = row.case_id;
  const evidence = await readEvidence(transaction, caseId);
  const opening = evidence.find(({ digest }) => digest === row.digest)?.manifest;
  if (opening === undefined) throw new Error(`the case ${caseId} has no package`);
  const { hasRefused } = asked;
  const chosen = choosePaper(papers, { repeatCount: row.repeat_count, severity: row.severity, hasRefused });
  const kind = asked.kind ?? chosen.kind;
  if (kind !== chosen.kind && asked.note === undefined)
    throw new ProblemError('paper.reason-needed', `${chosen.kind} is proposed, for ${chosen.why.en}`);
  const own = { zh: `经办人选择：${asked.note ?? ''}`, en: `chosen by the officer: ${asked.note ?? ''}` };
  const { plate } = opening;
  const powers = (row.routing?.steps ?? []).flatMap(({ kind: step, power }) =>
    step === 'power-holds' && power !== null && power.bureauId === row.bureau_id ? [power] : [],
  );
  const violations = evidence.map(({ manifest }) => manifest.violation);
  return {
    schema: 'lamppost.paper/1',
    caseId,
    version,
    kind,
    colour: papers.colours[kind],
    why: kind === chosen.kind ? [chosen.why] : [chosen.why, own],
    bureau: await readBureau(transaction, row.bureau_id),
    matter: { ...MATTER_WORDS[row.matter], matter: row.matter, matterCode: row.matter_code },
    place: opening.device.place,
    fromMs: Math.min(...violations.map(({ startedAtMs }) => startedAtMs)),
    untilMs: Math.max(...violations.map(({ triggeredAtMs }) => triggeredAtMs)),
    findings: opening.violation.explanation.map(({ condition }) => condition),
    plate: plate?.status === 'read' ? plate.text : null,
    repeatCount: row.repeat_count,
    evidence: evidence.map(({ digest, manifest }) => ({
      digest,
      gatewayId: manifest.gatewayId,
      sequence: manifest.sequence,
      sealedAtMs: manifest.sealedAtMs,
      files: manifest.files.map(({ path, role, sha256 }) => ({ path, role, sha256 })),
    })),
    legalBasis: powers.map(({ bureauId, areaId, matterCode, legalBasis: text }) => ({
      ...{ bureauId, areaId, matterCode, text },
    })),
    doubts: await readDoubts(transaction, caseId),
    blanks: [...PAPER_BLANKS[kind]],
    generatedBy: { accountId: asker.actor.accountId, displayName: asker.actor.displayName },
    generatedAtMs: atMs,
  };
}

/**
 * Drafts the paper that fits a case: a reminder or a case file. Each draft is a version of its own; earlier ones stay.
 *
 * @throws ProblemError `case.not-found`, `access.not-allowed`, `paper.not-yet`, `paper.reason-needed`
 */
export async function draftPaper(
  parts: { readonly database: CloudDatabase; readonly clock: Clock; readonly audit: Pick<AuditLog, 'append'> },
  asker: Asker,
  asked: PaperRequest & { readonly caseId: string },
): Promise<Paper> {
  const { database, clock, audit } = parts;
  const { caseId } = asked;
  const { actor, requestId, client } = asker;
  const { settings } = await readDeskSettings(database);
  return await database.transaction().execute(async (transaction) => {
    // Locked, so that two who draft at a time get versions of their own.
    const row = await lockCase(transaction, actor, caseId);
    if (row === null) throw new ProblemError('case.not-found', `There is no case ${caseId}`);
    if (!mayDo(actor, 'case.draft-paper', holderOf(row)))
      throw new ProblemError('access.not-allowed', `Papers of ${caseId} are for another role or bureau`);
    if (!PAPER_STATES.some((state) => state === row.state))
      throw new ProblemError('paper.not-yet', `${caseId} is ${row.state}`);
    const { latest } = await transaction
      .selectFrom('case_papers')
      .select(({ fn }) => fn.max<number | null>('version').as('latest'))
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    const version = (latest ?? 0) + 1;
    const atMs = clock.nowMs();
    const paper = await compose(transaction, settings, { row, asker, asked, version, atMs });
    const { accountId, displayName, bureauId } = actor;
    await transaction
      .insertInto('case_papers')
      .values({
        ...{ case_id: caseId, version, kind: paper.kind, paper: JSON.stringify(paper), at_ms: atMs },
        ...{ account_id: accountId, display_name: displayName },
      })
      .execute();
    const note = asked.note ?? null;
    const what = { version, kind: paper.kind, hasRefused: asked.hasRefused };
    await writeAct(transaction, caseId, {
      ...{ act: 'paper.draft', atMs, accountId, displayName, bureauId, note, what, requestId, client },
    });
    await audit.append(transaction, {
      ...{ who: actor, action: 'paper.draft', subject: { kind: 'case', id: caseId }, from: client },
      what: { ...what, requestId },
      ...(note === null ? {} : { why: note }),
    });
    return paper;
  });
}
