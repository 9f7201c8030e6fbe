import { EpochMs } from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import type { CsvColumn } from '../csv/csv-column.js';
import { CaseCount, CaseDimension, countCases } from '../statistics/count-cases.js';
import { countHours, HourCount } from '../statistics/count-hours.js';
import { countPersuasion, Persuasion } from '../statistics/count-persuasion.js';
import { countRejections, RejectionCount } from '../statistics/count-rejections.js';
import { findRepeatOffenders, findRepeatPlaces, RepeatOffender, RepeatPlace } from '../statistics/find-repeats.js';
import { keepDeadlines, KeptDeadlines } from '../statistics/keep-deadlines.js';
import { StatisticsQuery, toQuestion, type StatisticsQuestion } from '../statistics/question.js';
import {
  caseCountColumns,
  deadlineColumns,
  HOUR_COLUMNS,
  OFFENDER_COLUMNS,
  PERSUASION_COLUMNS,
  PLACE_COLUMNS,
  REJECTION_COLUMNS,
  stepTimeColumns,
} from '../statistics/statistics-columns.js';
import { StepDimension, StepTime, timeSteps } from '../statistics/time-steps.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { peopleProblems } from './problem-responses.js';
import { csvContent, csvQuery, sendCsv } from './send-csv.js';

const MOST_DIMENSIONS = 3;
const DIMENSION = `(${CaseDimension.options.join('|')})`;
/** `day,matter` and the like: in a query it stands as one text. */
const Dimensions = z
  .string()
  .regex(new RegExp(`^${DIMENSION}(,${DIMENSION}){0,${MOST_DIMENSIONS - 1}}$`), 'names of what is counted by')
  .default('day')
  .describe(`What is counted by: ${CaseDimension.options.join(', ')}; up to ${MOST_DIMENSIONS}, separated by commas`);
const CasesQuery = StatisticsQuery.extend({ by: Dimensions });
const StepsQuery = StatisticsQuery.extend({ by: StepDimension.optional() });

function dimensionsOf(by: string): readonly CaseDimension[] {
  return [...new Set(z.array(CaseDimension).parse(by.split(',')))];
}

interface Statistic<Query extends StatisticsQuery, Row> {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly query: z.ZodObject & z.ZodType<Query>;
  readonly row: z.ZodType<Row>;
  readonly read: (question: StatisticsQuestion, query: Query) => Promise<readonly Row[]>;
  readonly columns: (query: Query) => readonly CsvColumn<Row>[];
}

/** What a bureau's page charts: numbers of a period, as data and as a table. */
export function addStatisticsRoutes(app: CloudApp, services: CloudServices): void {
  const { access, clock, database } = services;

  const add = <Query extends StatisticsQuery, Row>(statistic: Statistic<Query, Row>): void => {
    const { name, summary, description, query: asked, row, read, columns } = statistic;
    const ask = async (request: FastifyRequest) => {
      const actor = await access.requireActor(request, 'statistics.read');
      const { settings } = await readDeskSettings(database);
      const { zone } = settings.statistics;
      return { actor, zone, nowMs: clock.nowMs() };
    };
    app.get(
      `/api/v1/statistics/${name}`,
      {
        config: { permission: 'statistics.read' },
        schema: {
          ...{ tags: ['people'], summary, description },
          querystring: asked,
          response: {
            200: z.object({ fromMs: EpochMs, toMs: EpochMs, zone: z.string(), rows: z.array(row) }),
            ...peopleProblems(),
          },
        },
      },
      async (request, reply) => {
        const query = asked.parse(request.query);
        const { actor: scope, zone, nowMs } = await ask(request);
        const question = toQuestion(query, { nowMs, zone, scope });
        const rows = await read(question, query);
        const { fromMs, toMs } = question;
        return await reply.header('cache-control', 'private, no-store').send({ fromMs, toMs, zone, rows: [...rows] });
      },
    );
    app.get(
      `/api/v1/statistics/${name}.csv`,
      {
        config: { permission: 'statistics.read' },
        schema: {
          ...{ tags: ['people'], summary: `${summary}, as a table`, description },
          querystring: asked.extend(csvQuery),
          response: { ...csvContent, ...peopleProblems() },
        },
      },
      async (request, reply) => {
        const { lang, ...filter } = z.looseObject(csvQuery).parse(request.query);
        const query = asked.parse(filter);
        const { actor, zone, nowMs } = await ask(request);
        const rows = await read(toQuestion(query, { nowMs, zone, scope: actor }), query);
        const pages = (async function* () {
          yield await Promise.resolve(rows);
        })();
        return await sendCsv(services, request, reply, {
          ...{ actor, name: `statistics-${name}`, lang, filter, columns: columns(query), pages },
        });
      },
    );
  };

  add({
    name: 'cases',
    summary: 'How many cases were opened',
    description: 'By day, matter, state, bureau and area. The state is that of now.',
    query: CasesQuery,
    row: CaseCount,
    read: (question, { by }) => countCases(database, question, dimensionsOf(by)),
    columns: ({ by }) => caseCountColumns(dimensionsOf(by)),
  });
  add({
    name: 'steps',
    summary: 'How long cases took from their opening to each step',
    description: 'Of the steps that were taken in the period: median and 90th percentile.',
    query: StepsQuery,
    row: StepTime,
    read: (question, { by }) => timeSteps(database, question, by),
    columns: ({ by }) => stepTimeColumns(by),
  });
  add({
    name: 'deadlines',
    summary: 'How many deadlines were kept',
    description:
      'Of those that ended in the period, with the 95 % interval by Wilson; `overdue` are past now and have not ended.',
    query: StepsQuery,
    row: KeptDeadlines,
    read: (question, { by }) => keepDeadlines(database, question, by),
    columns: ({ by }) => deadlineColumns(by),
  });
  add({
    name: 'places',
    summary: 'Places with several cases',
    description:
      'Of the cases that were opened in the period and neither rejected nor merged: the hundred places with the most.',
    query: StatisticsQuery,
    row: RepeatPlace,
    read: (question) => findRepeatPlaces(database, question),
    columns: () => PLACE_COLUMNS,
  });
  add({
    name: 'offenders',
    summary: 'Vehicles with several cases',
    description: 'As for places, by plates; plates are masked, whoever asks.',
    query: StatisticsQuery,
    row: RepeatOffender,
    read: (question) => findRepeatOffenders(database, question),
    columns: () => OFFENDER_COLUMNS,
  });
  add({
    name: 'hours',
    summary: 'At which hours of the week offences are found',
    description: 'Of the cases that were opened in the period, by the hour in which their rule was met; all 168 hours.',
    query: StatisticsQuery,
    row: HourCount,
    read: (question) => countHours(database, question),
    columns: () => HOUR_COLUMNS,
  });
  add({
    name: 'rejections',
    summary: 'Why cases were rejected',
    description: 'Rejections of the period, by reason and matter.',
    query: StatisticsQuery,
    row: RejectionCount,
    read: (question) => countRejections(database, question),
    columns: () => REJECTION_COLUMNS,
  });
  add({
    name: 'persuasion',
    summary: 'What persuasion settled',
    description:
      'Cases that were settled by persuasion in the period, and papers of the two colours that were drafted.',
    query: StatisticsQuery,
    row: Persuasion,
    read: (question) => countPersuasion(database, question),
    columns: () => PERSUASION_COLUMNS,
  });
}
