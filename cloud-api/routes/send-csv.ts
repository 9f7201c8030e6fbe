import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import { chooseLanguage, LanguageChoice } from '../csv/choose-language.js';
import type { CsvColumn } from '../csv/csv-column.js';
import { formatMoment } from '../csv/format-moment.js';
import { writeCsv } from '../csv/write-csv.js';
import type { CloudServices } from './cloud-services.js';

/** What a route for a table is asked with beside its filter. */
export const csvQuery = {
  lang: LanguageChoice.optional().describe(
    'Language of headers and words; left out: as `Accept-Language` says, else Chinese',
  ),
};

/** How OpenAPI describes a table. */
export const csvContent = {
  200: {
    description:
      'CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings',
    content: { 'text/csv': { schema: z.unknown() } },
  },
};

/** Sends a table page by page, and writes down first that it was taken. */
export async function sendCsv<Row>(
  { audit, clock, database }: Pick<CloudServices, 'audit' | 'clock' | 'database'>,
  request: FastifyRequest,
  reply: FastifyReply,
  table: {
    readonly actor: Actor;
    /** Name of the list: it stands in the audit log and in the name of the file. */
    readonly name: string;
    readonly lang: z.infer<typeof LanguageChoice> | undefined;
    /** What the list was narrowed by. */
    readonly filter: Readonly<Record<string, unknown>>;
    readonly columns: readonly CsvColumn<Row>[];
    readonly pages: AsyncIterable<readonly Row[]>;
  },
): Promise<FastifyReply> {
  const { actor, name, filter, columns, pages } = table;
  const { settings } = await readDeskSettings(database);
  const { zone } = settings.statistics;
  const language = chooseLanguage(table.lang, request.headers['accept-language']);
  await audit.record({
    ...{ action: 'list.export', who: actor, from: request.ip, subject: { kind: 'list', id: name } },
    what: { ...filter, language },
  });
  const day = formatMoment(clock.nowMs(), zone).slice(0, 10);
  return await reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}-${day}.csv"`)
    .header('content-language', language)
    .header('cache-control', 'private, no-store')
    .send(Readable.from(writeCsv(columns, pages, { language, zone })));
}
