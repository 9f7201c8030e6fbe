import type { cloud } from '../../cloud/client.js';

type Sent = Awaited<ReturnType<typeof cloud.post<'/api/v1/jurisdiction/import'>>>;

/** What came of an import of lists, or would. */
export type ImportReport = Extract<Sent, { status: 'done' }>['body'];
/** One thing that it changes. */
export type ImportChange = ImportReport['changes'][number];
