import type { DispatchState, DispatchStepRequest, SiteFinding } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import type { Asker } from '../access/asker.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { CaseRow } from '../cases/life/apply-step.js';
import { writeAct } from '../cases/write-act.js';
import type { CloudTables } from '../database/schema.js';
import { dispatchDue } from './dispatch-steps.js';

/** Writes a step with a dispatch down: in its own history, in that of the case and in the audit log. */
export async function writeDispatchStep(
  transaction: Transaction<CloudTables>,
  { audit }: { readonly audit: Pick<AuditLog, 'append'> },
  { actor, requestId, client }: Asker,
  written: {
    dispatchId: number;
    caseId: string;
    version: number;
    step: DispatchStepRequest['step'] | 'send';
    atMs: number;
    note: string | undefined;
    finding: SiteFinding | undefined;
    photos: readonly string[];
  },
): Promise<void> {
  const { dispatchId, caseId, version, step, atMs, note, finding, photos } = written;
  await transaction
    .insertInto('dispatch_steps')
    .values({
      dispatch_id: dispatchId,
      version,
      step,
      at_ms: atMs,
      account_id: actor.accountId,
      display_name: actor.displayName,
      note: note ?? null,
      finding: finding ?? null,
      photos: [...photos],
      request_id: requestId,
      client,
    })
    .execute();
  const patrol = await transaction
    .selectFrom('dispatches')
    .innerJoin('patrols', 'patrols.patrol_id', 'dispatches.patrol_id')
    .select(['patrols.patrol_id as patrolId', 'patrols.name as patrolName'])
    .where('dispatch_id', '=', dispatchId)
    .executeTakeFirstOrThrow();
  const { accountId, displayName, bureauId } = actor;
  await writeAct(transaction, caseId, {
    ...{ act: `dispatch.${step}`, atMs, accountId, displayName, bureauId, note: note ?? null, requestId, client },
    what: { dispatchId, ...patrol, finding: finding ?? null, photos: photos.length },
  });
  await audit.append(transaction, {
    who: actor,
    action: 'case.step',
    subject: { kind: 'case', id: caseId },
    what: { dispatchId, step: `dispatch ${step}`, version, finding: finding ?? null, photos: photos.length, requestId },
    from: client,
  });
}

/** Sends a patrol to a case whose row is locked, and that no other is on the way to. Returns the number of the dispatch. */
export async function insertDispatch(
  transaction: Transaction<CloudTables>,
  parts: { readonly audit: Pick<AuditLog, 'append'> },
  asker: Asker,
  sent: {
    readonly row: Pick<CaseRow, 'case_id' | 'bureau_id'>;
    readonly patrolId: string;
    readonly grid: string | null;
    readonly note: string | undefined;
    readonly atMs: number;
    /** When it is to be there: the time to take it begins then. */
    readonly fromMs: number;
    readonly inspectionId: number | null;
    /** The bureau whose patrol it is, where that is not the case's own. */
    readonly visitorBureauId: string | null;
  },
): Promise<number> {
  const { row, patrolId, grid, note, atMs, fromMs, inspectionId, visitorBureauId } = sent;
  const state: DispatchState = 'sent';
  const { dispatch_id: dispatchId } = await transaction
    .insertInto('dispatches')
    .values({
      case_id: row.case_id,
      patrol_id: patrolId,
      grid,
      bureau_id: row.bureau_id,
      state,
      version: 1,
      sent_at_ms: atMs,
      due_at_ms: dispatchDue(state, fromMs),
      finding: null,
      inspection_id: inspectionId,
      visitor_bureau_id: visitorBureauId,
    })
    .returning('dispatch_id')
    .executeTakeFirstOrThrow();
  await writeDispatchStep(transaction, parts, asker, {
    ...{ dispatchId, caseId: row.case_id, version: 1, step: 'send', atMs, note, finding: undefined, photos: [] },
  });
  return dispatchId;
}
