import { createHash } from 'node:crypto';
import { DocumentKind, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { mayDo, type Actor } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import type { Permission } from '../access/permissions.js';
import type { AuditLog } from '../audit/audit-log.js';
import { cutPage } from '../cases/cursor.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { ProblemError } from '../errors/problem-error.js';
import { findDocumentFault } from './check-document.js';
import type { DocumentPage, DocumentText, DocumentVersion } from './rollout.js';

/** A version of a document to be published. */
export const NewDocument = z.strictObject({
  kind: DocumentKind,
  name: Slug,
  /** Whose it is, when it is the first of its name; null: the town's. */
  bureauId: Slug.nullable().default(null),
  /** YAML, at most 1 MB in UTF-8. It is kept byte for byte, with its comments. */
  text: z.string().min(1).max(1_000_000),
  /** What is new in it. */
  note: z.string().trim().min(2).max(2_000),
});
export type NewDocument = z.infer<typeof NewDocument>;

/** What changes of documents, groups and roll-outs need. */
export interface RolloutParts {
  readonly database: CloudDatabase;
  readonly clock: Clock;
  readonly audit: Pick<AuditLog, 'append'>;
}

/** The permission to publish documents of a kind, and to roll them out. */
const PUBLISH: Readonly<Record<DocumentKind, Permission>> = {
  rules: 'rules.publish',
  configuration: 'configuration.publish',
};

/**
 * Makes sure that the actor may publish documents of a kind for a bureau, or, null, for the town.
 *
 * @throws ProblemError `access.not-allowed`
 */
export function requirePublisher(actor: Actor, kind: DocumentKind, bureauId: string | null): void {
  if (!mayDo(actor, PUBLISH[kind], { bureauIds: bureauId === null ? [] : [bureauId], areaId: null }))
    throw new ProblemError(
      'access.not-allowed',
      `${PUBLISH[kind]} ${bureauId === null ? 'for the whole town' : `for ${bureauId}`} is needed`,
    );
}

/** Whether somebody may see what belongs to a bureau, or, null, to the town, which all see. */
export function maySee({ bureauId }: Pick<Actor, 'bureauId'>, owner: string | null): boolean {
  return bureauId === null || owner === null || owner === bureauId;
}

function versionsOf(database: CloudDatabase) {
  return database
    .selectFrom('documents')
    .innerJoin('document_lines', 'document_lines.line_number', 'documents.line_number')
    .select(['document_lines.kind', 'document_lines.name', 'document_lines.bureau_id'])
    .select(['documents.document_number', 'documents.version', 'documents.sha256', 'documents.size_bytes'])
    .select(['documents.note', 'documents.account_id', 'documents.display_name', 'documents.created_at_ms']);
}
type VersionRow = Awaited<ReturnType<ReturnType<typeof versionsOf>['executeTakeFirstOrThrow']>>;

function toVersion(row: VersionRow): DocumentVersion {
  const { kind, name, version, sha256 } = row;
  return {
    ...{ kind, name, version, sha256, sizeBytes: row.size_bytes, bureauId: row.bureau_id, note: row.note },
    ...{ accountId: row.account_id, displayName: row.display_name, createdAtMs: row.created_at_ms },
  };
}

const missing = (kind: DocumentKind, name: string) =>
  new ProblemError('document.not-found', `There is no document ${name} of kind ${kind}`);

/**
 * Publishes the next version of a document, or the first. The newest text, published again, is the same version.
 *
 * @param after the newest version that the asker saw; 0: none
 * @throws ProblemError `access.not-allowed`, `bureau.not-found`, `document.not-usable`, `document.changed`
 */
export async function publishDocument(
  { database, clock, audit }: RolloutParts,
  { actor, client }: Asker,
  { after, ...given }: NewDocument & { readonly after: number },
): Promise<{ readonly document: DocumentVersion; readonly isNew: boolean }> {
  const { kind, name, text, note } = given;
  const fault = findDocumentFault(kind, text);
  if (fault !== null)
    throw new ProblemError('document.not-usable', `The text of ${name} cannot be published: ${fault}`);
  const content = Buffer.from(text, 'utf8');
  const sha256 = createHash('sha256').update(content).digest('hex');
  return await database.transaction().execute(async (transaction) => {
    if (given.bureauId !== null) {
      const bureau = await transaction
        .selectFrom('bureaus')
        .select('bureau_id')
        .where('bureau_id', '=', given.bureauId)
        .executeTakeFirst();
      if (bureau === undefined) throw new ProblemError('bureau.not-found', `There is no bureau ${given.bureauId}`);
    }
    await transaction
      .insertInto('document_lines')
      .values({ kind, name, bureau_id: given.bureauId, version: 0 })
      .onConflict((conflict) => conflict.columns(['kind', 'name']).doNothing())
      .execute();
    const line = await transaction
      .selectFrom('document_lines')
      .selectAll()
      .where('kind', '=', kind)
      .where('name', '=', name)
      .forUpdate()
      .executeTakeFirstOrThrow();
    requirePublisher(actor, kind, line.bureau_id);
    const newest = await versionsOf(transaction)
      .where('documents.line_number', '=', line.line_number)
      .where('documents.version', '=', line.version)
      .executeTakeFirst();
    if (newest?.sha256 === sha256) return { document: toVersion(newest), isNew: false };
    if (line.version !== after)
      throw new ProblemError('document.changed', `The newest version of ${name} is ${line.version}, not ${after}`);
    const version = after + 1;
    await transaction
      .updateTable('document_lines')
      .set({ version })
      .where('line_number', '=', line.line_number)
      .execute();
    await transaction
      .insertInto('documents')
      .values({
        ...{ line_number: line.line_number, version, sha256, size_bytes: content.length, content, note },
        ...{ account_id: actor.accountId, display_name: actor.displayName, created_at_ms: clock.nowMs() },
      })
      .execute();
    await audit.append(transaction, {
      ...{ action: 'document.publish', who: actor, from: client, why: note },
      subject: { kind, id: `${name}@${version}` },
      what: { sha256, sizeBytes: content.length, bureauId: line.bureau_id },
    });
    const written = await versionsOf(transaction)
      .where('documents.line_number', '=', line.line_number)
      .where('documents.version', '=', version)
      .executeTakeFirstOrThrow();
    return { document: toVersion(written), isNew: true };
  });
}

/** The newest versions of the documents that somebody may see, the newest document first: those below `before`, at most `limit`. */
export async function listDocuments(
  database: CloudDatabase,
  actor: Pick<Actor, 'bureauId'>,
  page: { readonly limit: number; readonly before: number | null; readonly kind: DocumentKind | undefined },
): Promise<DocumentPage> {
  const { limit, before, kind } = page;
  let query = versionsOf(database)
    .select('document_lines.line_number')
    .whereRef('documents.version', '=', 'document_lines.version');
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (before !== null) query = query.where('document_lines.line_number', '<', before);
  if (actor.bureauId !== null)
    query = query.where((eb) => eb.or([eb('bureau_id', 'is', null), eb('bureau_id', '=', actor.bureauId)]));
  const rows = await query
    .orderBy('document_lines.line_number', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.line_number);
  return { documents: shown.map(toVersion), nextCursor };
}

/** The versions of a document, newest first. @throws ProblemError `document.not-found` */
export async function listVersions(
  database: CloudDatabase,
  actor: Pick<Actor, 'bureauId'>,
  asked: { readonly kind: DocumentKind; readonly name: string; readonly limit: number; readonly before: number | null },
): Promise<DocumentPage> {
  const { kind, name, limit, before } = asked;
  let query = versionsOf(database).where('kind', '=', kind).where('name', '=', name);
  if (before !== null) query = query.where('documents.version', '<', before);
  const rows = await query
    .orderBy('documents.version', 'desc')
    .limit(limit + 1)
    .execute();
  const [first] = rows;
  if (before === null && (first === undefined || !maySee(actor, first.bureau_id))) throw missing(kind, name);
  const seen = rows.filter((row) => maySee(actor, row.bureau_id));
  const { shown, nextCursor } = cutPage(seen, limit, (row) => row.version);
  return { documents: shown.map(toVersion), nextCursor };
}

/** One version, with its number and text. @throws ProblemError `document.not-found` */
export async function readDocument(
  database: CloudDatabase,
  actor: Pick<Actor, 'bureauId'>,
  { kind, name, version }: { readonly kind: DocumentKind; readonly name: string; readonly version: number },
): Promise<DocumentText & { readonly documentNumber: number }> {
  const row = await versionsOf(database)
    .select('documents.content')
    .where('kind', '=', kind)
    .where('name', '=', name)
    .where('documents.version', '=', version)
    .executeTakeFirst();
  if (row === undefined || !maySee(actor, row.bureau_id)) throw missing(kind, `${name}@${version}`);
  return { ...toVersion(row), text: row.content.toString('utf8'), documentNumber: row.document_number };
}
