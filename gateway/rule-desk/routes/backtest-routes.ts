import { z } from 'zod';
import type { ConsoleApp } from '../../console-http/console-app.js';
import { ConsoleProblem } from '../../console-http/console-problem.js';
import { requireRole } from '../../console-http/require-role.js';
import { BacktestRequest, type BacktestState, type LogRange, type ToldFound } from '../../console-shapes/backtest.js';
import { spanOfLog } from '../../event-log/span-of-log.js';
import type { RuleDocument } from '../../rules/document/rule-document.js';
import type { LogTask } from '../backtest/backtest-message.js';
import { MOST_DAYS, dayOf, spanOfDays } from '../days-of-log.js';
import type { RuleDeskServices } from '../rule-desk-services.js';

const BODY_LIMIT = 8_000_000;
const Numbered = z.strictObject({ id: z.coerce.number().int().min(1) });
const Named = Numbered.extend({ violationId: z.string().regex(/^[0-9a-f]{32}$/) });

/** Rules tried on what has happened, before anybody is bothered by them. */
export function addBacktestRoutes(app: ConsoleApp, services: RuleDeskServices): void {
  const { ruleDesk, found, pictures, backtests, eventLog } = services;
  const operator = { preHandler: requireRole('operator') };

  app.get('/event-log', async (): Promise<LogRange> => {
    await eventLog.flush();
    const span = await spanOfLog(eventLog.directory);
    const timeZone = await timeZoneOfNow();
    const days = span === null ? null : { first: dayOf(span.fromMs, timeZone), last: dayOf(span.toMs, timeZone) };
    return { days, timeZone, mostDays: MOST_DAYS };
  });

  app.post(
    '/backtests',
    { ...operator, bodyLimit: BODY_LIMIT, schema: { body: BacktestRequest } },
    async (request, reply) => {
      const task = await taskOf(request.body);
      const { status, job } = backtests.start({ request: request.body, who: request.operator.name, task });
      if (status === 'busy')
        throw new ConsoleProblem(
          'backtest.busy',
          `${job.who} runs another (number ${job.id}); wait for it, or cancel it`,
        );
      return reply.code(202).send(job);
    },
  );

  app.get(
    '/backtests/newest/:kind',
    { schema: { params: z.strictObject({ kind: z.enum(['compare', 'curve']) }) } },
    (request) => ({
      backtest: backtests.newest(request.params.kind),
    }),
  );

  app.get('/backtests/:id', { schema: { params: Numbered } }, (request) => jobOf(request.params.id));

  app.delete('/backtests/:id', { ...operator, schema: { params: Numbered } }, (request) => {
    backtests.cancel(request.params.id);
    return jobOf(request.params.id);
  });

  app.get('/backtests/:id/pictures/:violationId', { schema: { params: Named } }, async (request, reply) => {
    const { id, violationId } = request.params;
    const told = toldOf(jobOf(id), violationId);
    if (told === null) throw new ConsoleProblem('lead.unknown', `backtest ${id} tells of no violation ${violationId}`);
    const document = await documentOfNow();
    const zone = document?.zones.find((one) => one.id === told.zoneId && one.camera === told.cameraId)?.polygon ?? null;
    const jpeg = await pictures.find({ ...told, atMs: told.triggeredAtMs, zone });
    // Nothing went wrong: the footage of that time is not kept any more.
    if (jpeg === null) return reply.code(204).send();
    return reply.type('image/jpeg').send(jpeg);
  });

  async function documentOfNow(): Promise<RuleDocument | null> {
    const { checked } = await ruleDesk.now();
    return checked.status === 'taken' ? checked.document : null;
  }

  async function timeZoneOfNow(): Promise<string> {
    return (await documentOfNow())?.timeZone ?? 'Asia/Shanghai';
  }

  function jobOf(id: number): BacktestState {
    const job = backtests.find(id);
    if (job === null) throw new ConsoleProblem('backtest.unknown', `backtest ${id} is not remembered; run it again`);
    return job;
  }

  async function taskOf(request: BacktestRequest): Promise<LogTask> {
    const { text, fromDay, toDay } = request;
    const drafted = ruleDesk.draft({ text });
    if (drafted.status !== 'drafted' || drafted.draft.checked.status === 'refused')
      throw new ConsoleProblem('rules.refused', 'the draft cannot be used; mend it first');
    const span = spanOfDays(fromDay, toDay, drafted.draft.checked.document.timeZone);
    if (span === null)
      throw new ConsoleProblem('backtest.days-wrong', `give 1 to ${MOST_DAYS} days, the first not after the last`);
    await eventLog.flush();
    const played = { directory: eventLog.directory, ...span, text, verdicts: found.verdicts() };
    if (request.kind === 'curve')
      return { ...played, kind: 'curve', ruleId: request.ruleId, threshold: request.threshold };
    return { ...played, kind: 'compare', against: request.against === 'now' ? (await ruleDesk.now()).text : null };
  }
}

/** What a backtest tells of a violation; null where it tells nothing. */
function toldOf({ state }: BacktestState, violationId: string): ToldFound | null {
  if (state.kind !== 'done' || state.outcome.kind !== 'compare') return null;
  const { live, shadow } = state.outcome.report;
  const sections = shadow === null ? [live] : [live, shadow];
  const all = sections.flatMap((section) => [...section.found, ...section.new, ...section.gone]);
  return all.find((one) => one.violationId === violationId) ?? null;
}
