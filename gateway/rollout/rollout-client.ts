import {
  GatewayAssignments,
  MAX_DOCUMENT_BYTES,
  type AssignmentOutcome,
  type DocumentKind,
  type DocumentReference,
  type SignedAssignment,
} from '@lamppost/contracts';
import type { CloudClient } from '../uplink/cloud-client.js';
import type { Retryable, Unauthorised } from '../uplink/cloud-result.js';
import { parseJson, parseProblem, readFailure, retryable, type CloudAnswer } from '../uplink/read-answer.js';
import { hashText } from './assignment-store.js';

/** It did not come about; it is to be tried again later. */
export type NotNow = Unauthorised | Retryable;

/** What the gateway is to go by. The assignments in it are **not yet verified**. */
export type AssignmentsResult =
  | { readonly status: 'assigned'; readonly assignments: readonly SignedAssignment[]; readonly etag: string | null }
  | { readonly status: 'unchanged' }
  | NotNow;

/** What the cloud is asked about roll-outs. */
export interface RolloutClient {
  /** @param serials of the last assignment of each kind that the gateway takes; 0 for none */
  ask(
    serials: Readonly<Partial<Record<DocumentKind, number>>>,
    etag: string | null,
    signal: AbortSignal,
  ): Promise<AssignmentsResult>;
  /** Fetches the text of a document, and sees that it is the one that was assigned. */
  fetchText(
    document: DocumentReference,
    signal: AbortSignal,
  ): Promise<{ readonly status: 'fetched'; readonly text: string } | NotNow>;
  tell(outcome: AssignmentOutcome, signal: AbortSignal): Promise<{ readonly status: 'told' } | NotNow>;
}

function failed(answer: CloudAnswer, doing: string): NotNow {
  const failure = readFailure(answer, doing);
  return failure.status === 'rejected' ? retryable(answer, doing) : failure;
}

/** Builds it on the way that packages take; see {@link RolloutClient}. */
export function createRolloutClient(client: Pick<CloudClient, 'request'>): RolloutClient {
  return {
    ask: async (serials, etag, signal) => {
      const doing = 'asking for assignments';
      const query = new URLSearchParams(
        Object.entries(serials).map(([kind, serial]): [string, string] => [kind, serial.toString()]),
      );
      const headers = etag === null ? {} : { 'if-none-match': etag };
      const path = `api/v1/gateways/assignments?${query.toString()}`;
      const answer = await client.request({ path, headers, doing }, signal);
      if (!('body' in answer)) return answer;
      if (answer.status === 304 && etag !== null) return { status: 'unchanged' };
      // A cloud from before roll-outs has no such place.
      if (answer.status === 404 && parseProblem(answer) !== null) return { status: 'unchanged' };
      const given = GatewayAssignments.safeParse(parseJson(answer.body));
      if (answer.status !== 200 || !given.success) return failed(answer, doing);
      return { status: 'assigned', assignments: given.data.assignments, etag: answer.etag ?? null };
    },

    fetchText: async ({ sha256, sizeBytes }, signal) => {
      const doing = 'fetching an assigned document';
      const path = `api/v1/gateways/documents/${sha256}`;
      const answer = await client.request({ path, doing, maxBytes: MAX_DOCUMENT_BYTES }, signal);
      if (!('body' in answer)) return answer;
      if (answer.status !== 200) return failed(answer, doing);
      if (Buffer.byteLength(answer.body) === sizeBytes && hashText(answer.body) === sha256)
        return { status: 'fetched', text: answer.body };
      return {
        status: 'retryable',
        isReached: true,
        cause: new Error(`${doing}: it is not the one with the hash ${sha256}`),
      };
    },

    tell: async (outcome, signal) => {
      const doing = 'telling what became of an assignment';
      const answer = await client.request(
        { path: 'api/v1/gateways/assignments/outcomes', doing, json: outcome },
        signal,
      );
      if (!('body' in answer)) return answer;
      // What the cloud cannot read now it never will.
      const isOver = answer.status === 204 || (answer.status === 400 && parseProblem(answer) !== null);
      return isOver ? { status: 'told' } : failed(answer, doing);
    },
  };
}
