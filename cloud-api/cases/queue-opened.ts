import type { EvidenceManifest } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';
import { queueEvent } from '../webhooks/queue-event.js';
import { findTimeFault, isClockInDoubt } from './clock-doubt.js';

/** Leaves for the webhooks that a package opened a case, and what it says of the device that sent it. */
export async function queueOpened(
  transaction: Transaction<CloudTables>,
  opened: {
    readonly status: 'opened' | 'joined';
    readonly caseId: string;
    readonly manifest: EvidenceManifest;
    readonly digest: string;
    readonly chainQuestion: string | null;
    readonly atMs: number;
  },
): Promise<void> {
  const { status, caseId, manifest, digest, chainQuestion, atMs } = opened;
  const { gatewayId, sequence, violation, clock } = manifest;
  const row = await transaction
    .selectFrom('cases')
    .select(['bureau_id', 'routing'])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  const { bureau_id: bureauId, routing } = row;
  // A case that several bureaus claim is news to each of them.
  const bureauIds = bureauId === null ? (routing?.bureauIds ?? []) : [bureauId];
  if (status === 'opened')
    await queueEvent(
      transaction,
      {
        ...{ type: 'lamppost.case.opened.v1', id: `${caseId}.v1`, source: '/cases', subject: caseId, atMs },
        data: { caseId, matter: violation.matter, matterCode: violation.matterCode, gatewayId, bureauId },
      },
      bureauIds,
    );
  const source = `/gateways/${gatewayId}`;
  const data = { gatewayId, sequence, digest, caseId };
  if (chainQuestion !== null)
    await queueEvent(
      transaction,
      {
        ...{ type: 'lamppost.device.chain-question.v1', id: `${digest}.chain`, source, subject: gatewayId, atMs },
        data: { ...data, question: chainQuestion },
      },
      bureauIds,
    );
  if (isClockInDoubt(manifest, atMs))
    await queueEvent(
      transaction,
      {
        ...{ type: 'lamppost.device.clock-doubt.v1', id: `${digest}.clock`, source, subject: gatewayId, atMs },
        data: { ...data, synchronised: clock.synchronised, source: clock.source, times: findTimeFault(manifest, atMs) },
      },
      bureauIds,
    );
}
