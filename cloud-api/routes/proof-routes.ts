import {
  ChainEntries,
  ConsistencyProof,
  EvidenceProof,
  Sha256Hex,
  SignedChainEntry,
  SignedEntryReceipt,
  SignedTreeHead,
  Slug,
} from '@lamppost/contracts';
import { z } from 'zod';
import { mayDo } from '../access/actor.js';
import { findPackageCase } from '../cases/find-package-case.js';
import { listEntries, takeEntry } from '../chain-entries/take-entry.js';
import { ProblemError } from '../errors/problem-error.js';
import { findTreeHead, proveConsistency } from '../merkle-log/read-log.js';
import { readProof } from '../merkle-log/read-proof.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { deviceProblems, peopleProblems } from './problem-responses.js';

/** Entries that are listed at a time. */
const MAX_ENTRIES = 1_000;
const TreeSize = z.coerce.number().int().min(1);

/** What proves when evidence was here and that nothing of it changed: chain entries, time stamps, and the Merkle log. */
export function addProofRoutes(app: CloudApp, services: CloudServices): void {
  const { access, authenticate, database } = services;
  const log = services.log.child({ component: 'chain-entries' });

  app.post(
    '/api/v1/chain-entries',
    {
      config: { permission: 'device' },
      // Before the body is judged: what is wrong with it is for gateways alone to know.
      onRequest: async (request) => {
        await authenticate(request.headers.authorization);
      },
      schema: {
        tags: ['gateways'],
        summary: 'Hand in an entry of the chain that is no package: a tombstone, or a change of keys',
        description: 'The entry is kept when the receipt comes. Sent again, it is the same one.',
        security: [{ device: [] }],
        body: SignedChainEntry,
        response: {
          200: SignedEntryReceipt,
          ...deviceProblems('entry.unproven'),
        },
      },
    },
    async (request) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      const taken = await takeEntry(services, gatewayId, request.body);
      if (taken.status === 'unproven') throw new ProblemError('entry.unproven', taken.detail);
      const { chainQuestion, receipt } = taken;
      const { digest, sequence } = receipt.receipt;
      const { schema } = request.body.entry;
      if (taken.status === 'taken') log.info({ gatewayId, digest, sequence, schema }, 'chain entry accepted');
      if (chainQuestion !== null)
        log.warn({ gatewayId, digest, sequence, chainQuestion }, 'chain entry does not fit its chain');
      return receipt;
    },
  );

  app.get(
    '/api/v1/chain-entries',
    {
      config: { permission: 'device.read' },
      schema: {
        tags: ['people'],
        summary: 'Entries of the chain of a gateway that are no packages, to verify its packages with',
        description: `At most ${MAX_ENTRIES}: ask again with \`after\`, the sequence number of the last.`,
        querystring: z.strictObject({ gatewayId: Slug, after: z.coerce.number().int().min(0).default(0) }),
        response: { 200: ChainEntries, ...peopleProblems() },
      },
    },
    async (request) => ({
      schema: 'lamppost.chain-entries/1' as const,
      entries: await listEntries(database, { ...request.query, limit: MAX_ENTRIES }),
    }),
  );

  app.get(
    '/api/v1/packages/:digest/proof',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Receipt, time stamp and place in the Merkle log of a package or chain entry',
        params: z.object({ digest: Sha256Hex }),
        response: { 200: EvidenceProof, ...peopleProblems('proof.unknown-digest') },
      },
    },
    async (request) => {
      const { digest } = request.params;
      const actor = await access.requireActor(request, 'case.read');
      const owner = await findPackageCase(database, digest);
      const isHidden = owner !== null && !mayDo(actor, 'case.read', owner.subject);
      const proof = isHidden ? null : await readProof(database, digest);
      if (proof === null) throw new ProblemError('proof.unknown-digest', `Nothing with the digest ${digest} is here`);
      return proof;
    },
  );

  app.get(
    '/api/v1/log/head',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Newest signed head of the Merkle log',
        response: { 200: SignedTreeHead, ...peopleProblems('log.no-such-head') },
      },
    },
    async () => {
      const head = await findTreeHead(database, null);
      if (head === null) throw new ProblemError('log.no-such-head', 'The log is empty');
      return head;
    },
  );

  app.get(
    '/api/v1/log/consistency',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Proof that nothing in the Merkle log changed from one signed head to another',
        querystring: z.strictObject({ first: TreeSize, second: TreeSize.optional() }),
        response: { 200: ConsistencyProof, ...peopleProblems('log.no-such-head') },
      },
    },
    async (request) => {
      const { first, second } = request.query;
      const heads = await Promise.all([findTreeHead(database, first), findTreeHead(database, second ?? null)]);
      const proof =
        heads[0] === null || heads[1] === null ? null : await proveConsistency(database, heads[0], heads[1]);
      if (proof === null)
        throw new ProblemError('log.no-such-head', `There are no two heads of ${first} and ${second ?? 'more'} leaves`);
      return proof;
    },
  );
}
