import type { Matter, SignedReceipt } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { prepareStatement } from '../database/prepared-statement.js';
import type { CloudTables } from '../database/schema.js';
import { judgeCapture } from '../devices/read-standings.js';
import type { ReceiptSigner } from '../ingest/receipt-signer.js';
import { routeBy } from '../jurisdiction/jurisdiction-store.js';
import { beijingDay, formatCaseId } from './case-id.js';
import { tellChainQuestion, type ChainLink } from './chain-question.js';
import { queueOpened } from './queue-opened.js';
import { placeLocks, placeViolation, toSighting } from './joining/place-violation.js';
import { readStandings, type Standing } from './read-standing.js';
import type { DeskSettings } from './settings/desk-settings.js';
import { type Opening, type VerifiedPackage, writePackages } from './write-packages.js';

/** What became of a verified package. */
export type OpenedCase =
  | {
      /** `opened` a case, or `joined` the one that its violation has, or another violation of the same offence. */
      readonly status: 'opened' | 'joined';
      readonly receipt: SignedReceipt;
      readonly matter: Matter;
      readonly chainQuestion: string | null;
    }
  | { readonly status: 'resent'; readonly receipt: SignedReceipt };

/** What opening cases works with. */
export interface OpenCaseOptions {
  readonly database: CloudDatabase;
  readonly clock: Clock;
  readonly signer: ReceiptSigner;
}

type CloudTransaction = Transaction<CloudTables>;
type Resent = Extract<OpenedCase, { status: 'resent' }>;

/** The key of a package may not seal it any more: it was revoked while the package was on its way. */
export class KeyRevokedError extends Error {}

/** Where a package was placed; `caseId` is null while the case that begins with it has no number. */
interface Placed {
  readonly verified: VerifiedPackage;
  readonly caseId: string | null;
  readonly opening: Opening | null;
  readonly chainQuestion: string | null;
  readonly hasWebhooks: boolean;
}

const takeNumbers = prepareStatement<{ last_number: number }>(
  'take-case-numbers',
  `insert into case_numbers (day, last_number) values ($1, $2)
   on conflict (day) do update set last_number = case_numbers.last_number + $2
   returning last_number`,
);

/** Takes the next numbers of a day. As late as can be: until the transaction ends nobody else has the next one. */
async function takeCaseIds(transaction: CloudTransaction, openedAtMs: number, count: number): Promise<string[]> {
  if (count === 0) return [];
  const day = beijingDay(openedAtMs);
  const [{ last_number: last } = { last_number: 0 }] = await takeNumbers(transaction, day, count);
  return Array.from({ length: count }, (_, at) => formatCaseId(day, last - count + 1 + at));
}

const takeLocks = prepareStatement(
  'take-in-locks',
  `select pg_advisory_xact_lock(hashtextextended(name, 0))
   from unnest($1::text[]) with ordinality as lock (name, place) order by place`,
);

function linkOf({ manifest, digest, signature }: VerifiedPackage): ChainLink {
  return { keyId: signature.keyId, digest, sequence: manifest.sequence, previousDigest: manifest.previousDigest };
}

/**
 * Names of the locks that a package is taken in under: one at a time for a gateway, the chain it stands in, and a neighbourhood, so that what
 * arrives twice at once is seen by the second.
 */
export function locksOf(settings: DeskSettings, { manifest }: VerifiedPackage): string[] {
  return [`take in ${manifest.gatewayId}`, ...placeLocks(settings, toSighting(manifest))];
}

async function countAgain(transaction: CloudTransaction, digest: string): Promise<void> {
  await transaction
    .updateTable('packages')
    .set((column) => ({ resent_count: column('resent_count', '+', 1) }))
    .where('digest', '=', digest)
    .execute();
}

async function place(
  transaction: CloudTransaction,
  settings: DeskSettings,
  { verified, standing, openedAtMs }: { verified: VerifiedPackage; standing: Standing; openedAtMs: number },
): Promise<Placed | Resent> {
  const { manifest, digest, signature } = verified;
  if (standing.earlier !== null) {
    await countAgain(transaction, digest);
    return { status: 'resent', receipt: standing.earlier };
  }
  if (standing.may_seal !== true) throw new KeyRevokedError(`keyId ${signature.keyId} in manifest.sig`);
  const chainQuestion = tellChainQuestion(linkOf(verified), standing.links);
  const { device, violation } = manifest;
  const placed = await placeViolation(transaction, settings, {
    ...{ manifest, sighting: toSighting(manifest), chainQuestion, openedAtMs },
    registered: judgeCapture(standing.device, manifest, settings.devices.required),
    ...{ ownCaseId: standing.own_case_id, neighbours: standing.neighbours },
  });
  const routed = () =>
    routeBy(standing.lists, {
      place: device.place,
      matterCode: violation.matterCode,
      triggeredAtMs: violation.triggeredAtMs,
    });
  return {
    ...{ verified, chainQuestion, hasWebhooks: standing.has_webhooks },
    caseId: placed.status === 'joined' ? placed.caseId : null,
    opening: placed.status === 'joined' ? null : { routed: routed(), life: placed.life, violation: placed.violation },
  };
}

/**
 * Takes verified packages in, whose files are in the evidence store already: each opens a case, or joins the one that its offence has. The digest is
 * the idempotency key: the same package again only gives its receipt. All of it happens, or nothing.
 *
 * @param packages such as share no lock ({@link locksOf}): none is to be seen by another
 * @throws KeyRevokedError where one of them is sealed by a key that may not; Error when the database fails
 */
export async function openCases(
  { database, clock, signer }: OpenCaseOptions,
  packages: readonly VerifiedPackage[],
  settings: DeskSettings,
): Promise<OpenedCase[]> {
  // In one order everywhere, so that nobody waits for who waits for them.
  const locks = packages.flatMap((verified) => locksOf(settings, verified)).sort();
  return await database.transaction().execute(async (transaction) => {
    await takeLocks(transaction, locks);
    const openedAtMs = clock.nowMs();
    const standings = await readStandings(transaction, packages, settings.joining);
    const outcomes: (Placed | Resent)[] = [];
    for (const [at, verified] of packages.entries()) {
      const standing = standings[at];
      if (standing !== undefined) outcomes.push(await place(transaction, settings, { verified, standing, openedAtMs }));
    }
    const isNew = (outcome: (typeof outcomes)[number]) => 'opening' in outcome && outcome.opening !== null;
    const caseIds = await takeCaseIds(transaction, openedAtMs, outcomes.filter(isNew).length);
    const taken = outcomes.map((outcome) => {
      if ('status' in outcome) return outcome;
      const { digest, manifest } = outcome.verified;
      const receipt = signer.sign({
        schema: 'lamppost.receipt/1',
        digest,
        gatewayId: manifest.gatewayId,
        sequence: manifest.sequence,
        caseId: outcome.caseId ?? caseIds.shift() ?? '',
        acceptedAtMs: openedAtMs,
      });
      return { ...outcome, receipt };
    });
    const fresh = taken.flatMap((one) => ('status' in one ? [] : [one]));
    await writePackages(transaction, fresh);
    for (const { verified, opening, chainQuestion, receipt } of fresh.filter(({ hasWebhooks }) => hasWebhooks)) {
      const { manifest, digest } = verified;
      const { caseId } = receipt.receipt;
      const status = opening === null ? 'joined' : 'opened';
      await queueOpened(transaction, { status, caseId, manifest, digest, chainQuestion, atMs: openedAtMs });
    }
    return taken.map((one): OpenedCase => {
      if ('status' in one) return one;
      const { opening, receipt, chainQuestion, verified } = one;
      const { matter } = verified.manifest.violation;
      return { status: opening === null ? 'joined' : 'opened', receipt, matter, chainQuestion };
    });
  });
}
