import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleApp } from '../../console-http/console-app.js';
import { ConsoleProblem } from '../../console-http/console-problem.js';
import { requireRole } from '../../console-http/require-role.js';
import {
  DraftRequest,
  PublishRequest,
  RollBackRequest,
  type RuleVersionSummary,
} from '../../console-shapes/rule-desk.js';
import { rulesJsonSchema } from '../../rules/document/rules-schema.js';
import type { PublishResult } from '../rule-desk.js';
import type { RuleDeskServices } from '../rule-desk-services.js';

/** A rule document has 2,000,000 characters at most, some of which take three bytes. */
const BODY_LIMIT = 8_000_000;
const Numbered = z.strictObject({ number: z.coerce.number().int().min(1) });

function ifMatchOf({ headers }: FastifyRequest): string {
  const [, etag] = /^"([0-9a-f]{64})"$/.exec(headers['if-match'] ?? '') ?? [];
  if (etag !== undefined) return etag;
  throw new ConsoleProblem(
    'rules.if-match-needed',
    'send If-Match with the etag of the rules that the draft was made from',
  );
}

/** @throws ConsoleProblem where it was not published */
function publishedOf(result: PublishResult): RuleVersionSummary {
  switch (result.status) {
    case 'published':
      return result.version;
    case 'overtaken': {
      const { newest } = result;
      const who = newest === null ? '' : ` by ${newest.who ?? newest.kind} as version ${newest.number}`;
      throw new ConsoleProblem(
        'rules.overtaken',
        `the rules were changed meanwhile${who}; look at them, then publish again`,
      );
    }
    case 'refused': {
      const [first] = result.checked.problems;
      throw new ConsoleProblem(
        'rules.refused',
        `line ${first?.line ?? 1}: ${first?.message.en ?? 'it cannot be used'}`,
      );
    }
    case 'unchanged':
      throw new ConsoleProblem('rules.unchanged', 'the text is the one that holds already');
    case 'assigned':
      throw new ConsoleProblem('rules.assigned', 'the cloud assigns the rules of this gateway; publish them there');
    case 'not-writable':
      throw new ConsoleProblem(
        'rules.not-writable',
        `the rule file cannot be replaced (${result.reason}); let the gateway write its folder`,
      );
    default:
      return result satisfies never;
  }
}

/** The rules of now, drafts of others, publication and history. */
export function addRulesRoutes(app: ConsoleApp, { ruleDesk }: RuleDeskServices): void {
  const operator = { preHandler: requireRole('operator') };

  app.get('/rules', async (_request, reply) => {
    const now = await ruleDesk.now();
    return reply.header('etag', `"${now.etag}"`).send(now);
  });

  app.get('/rules/schema', () => rulesJsonSchema());

  app.post('/rules/draft', { bodyLimit: BODY_LIMIT, schema: { body: DraftRequest } }, (request) => {
    const result = ruleDesk.draft(request.body);
    if (result.status === 'drafted') return result.draft;
    throw new ConsoleProblem(
      'rules.edit-impossible',
      `the text is written in a way that this cannot edit (${result.reason}); change it in the YAML editor`,
    );
  });

  app.get('/rules/versions', async () => ({ versions: await ruleDesk.versions() }));

  app.get('/rules/versions/:number', { schema: { params: Numbered } }, (request) => versionOf(request.params.number));

  app.post(
    '/rules/versions',
    { ...operator, bodyLimit: BODY_LIMIT, schema: { body: PublishRequest } },
    async (request) => {
      const { text, reason } = request.body;
      const who = request.operator.name;
      return publishedOf(await ruleDesk.publish({ text, reason, who, ifMatch: ifMatchOf(request), restores: null }));
    },
  );

  app.post(
    '/rules/versions/:number/restore',
    { ...operator, schema: { params: Numbered, body: RollBackRequest } },
    async (request) => {
      const { text, number } = versionOf(request.params.number);
      const { reason } = request.body;
      const who = request.operator.name;
      return publishedOf(await ruleDesk.publish({ text, reason, who, ifMatch: ifMatchOf(request), restores: number }));
    },
  );

  function versionOf(number: number) {
    const version = ruleDesk.version(number);
    if (version === null) throw new ConsoleProblem('rules.version-unknown', `version ${number} is not kept`);
    return version;
  }
}
