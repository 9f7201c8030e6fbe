import { z } from 'zod';
import type { ConsoleApp } from '../../console-http/console-app.js';
import { ConsoleProblem } from '../../console-http/console-problem.js';
import type { FoundPage } from '../../console-shapes/leads.js';
import type { RuleDeskServices } from '../rule-desk-services.js';

const Named = z.strictObject({ violationId: z.string().regex(/^[0-9a-f]{32}$/) });
const Page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  beforeMs: z.coerce.number().int().min(0).default(Number.MAX_SAFE_INTEGER),
});

/** What was found of late, and what reviewers made of it. */
export function addLeadRoutes(app: ConsoleApp, { found, pictures, ruleDesk }: RuleDeskServices): void {
  app.get('/leads', { schema: { querystring: Page } }, (request): FoundPage => {
    const { limit, beforeMs } = request.query;
    const leads = found.list(limit, beforeMs);
    return { leads, nextBeforeMs: leads.length < limit ? null : (leads.at(-1)?.violation.triggeredAtMs ?? null) };
  });

  app.get('/leads/:violationId', { schema: { params: Named } }, (request) => leadOf(request.params.violationId));

  app.get('/leads/:violationId/picture', { schema: { params: Named } }, async (request, reply) => {
    const { violation } = leadOf(request.params.violationId);
    const { violationId, cameraId, triggeredAtMs: atMs, subject, zoneId } = violation;
    const { checked } = await ruleDesk.now();
    const zones = checked.status === 'taken' ? checked.document.zones : [];
    const zone = zones.find((one) => one.id === zoneId && one.camera === cameraId)?.polygon ?? null;
    const jpeg = await pictures.find({ violationId, cameraId, atMs, subject, zone });
    // Nothing went wrong: the footage of that time is not kept any more.
    if (jpeg === null) return reply.code(204).send();
    return reply.type('image/jpeg').send(jpeg);
  });

  function leadOf(violationId: string) {
    const lead = found.find(violationId);
    if (lead === null) throw new ConsoleProblem('lead.unknown', `no violation ${violationId} is remembered here`);
    return lead;
  }
}
