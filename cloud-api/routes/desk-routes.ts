import { requireTownWide } from '../access/require-town-wide.js';
import { z } from 'zod';
import { DeskSettings } from '../cases/settings/desk-settings.js';
import { changeDeskSettings, readDeskSettings } from '../cases/settings/settings-store.js';
import { ProblemError } from '../errors/problem-error.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { readVersion, sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

const MAX_SETTINGS_BYTES = 1024 * 1024;

/** How cases are joined, judged and timed. */
export function addDeskRoutes(app: CloudApp, services: CloudServices): void {
  const { access, audit, clock, database } = services;

  app.get(
    '/api/v1/desk/settings',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'How cases are joined, judged and timed',
        response: { 200: DeskSettings, ...peopleProblems() },
      },
    },
    async (request, reply) => {
      const { version, settings } = await readDeskSettings(database);
      return await sendTagged(request, reply, settings, `v${version}`);
    },
  );

  app.put(
    '/api/v1/desk/settings',
    {
      bodyLimit: MAX_SETTINGS_BYTES,
      config: { permission: 'desk.manage' },
      schema: {
        tags: ['people'],
        summary: 'Change how cases are joined, judged and timed',
        description:
          'They hold for packages that arrive from now on, and for deadlines that begin from now on. Send the ETag of the settings as `If-Match`.',
        headers: z.object({ 'if-match': z.string().max(200).optional() }),
        body: DeskSettings,
        response: { 200: DeskSettings, ...peopleProblems('desk.settings-changed', 'request.version-needed') },
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'desk.manage');
      requireTownWide(actor, 'desk.manage');
      const fromVersion = readVersion(request.headers['if-match'], 'the settings');
      const settings = request.body;
      const change = { settings, fromVersion, atMs: clock.nowMs(), by: actor.accountId };
      const version = await database.transaction().execute(async (transaction) => {
        const changed = await changeDeskSettings(transaction, change);
        if (changed === null)
          throw new ProblemError('desk.settings-changed', `The settings are no longer in version ${fromVersion}`);
        const what = { version: changed };
        await audit.append(transaction, { action: 'desk.change', who: actor, from: request.ip, subject: null, what });
        return changed;
      });
      return await sendTagged(request, reply, settings, `v${version}`);
    },
  );
}
