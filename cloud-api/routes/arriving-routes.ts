import { EvidenceFile, Matter, Sha256Hex, Slug, WantedPackages } from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mayDo } from '../access/actor.js';
import type { Permission, Subject } from '../access/permissions.js';
import { fileName } from '../cases/write-packages.js';
import { FILE_GUARDS } from '../cases/sealed-files.js';
import { ProblemError } from '../errors/problem-error.js';
import type { RestingPackage } from '../ingest/resting-packages.js';
import { routeCase } from '../jurisdiction/jurisdiction-store.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { deviceProblems, peopleProblems } from './problem-responses.js';

const ArrivingPackage = z.strictObject({
  digest: Sha256Hex,
  gatewayId: Slug,
  sequence: z.int(),
  matter: Matter,
  severity: z.int(),
  sourceId: Slug,
  placeName: z.string(),
  triggeredAtMs: z.int(),
  /** Bytes that have arrived, and those of the whole. */
  arrivedBytes: z.int(),
  sizeBytes: z.int(),
  /** Whether somebody asked for the rest. */
  isWanted: z.boolean(),
  /** Copies with everyone uninvolved masked, and readings, that have arrived. */
  files: z.array(z.strictObject({ role: EvidenceFile.shape.role, name: z.string(), url: z.string() })),
});

/** Role of files that anyone may see who may read the case. */
function isShown({ role }: Pick<EvidenceFile, 'role'>): boolean {
  return FILE_GUARDS[role] === null;
}

function describe({ digest, manifest, files, arrivedBytes, sizeBytes, isWanted }: RestingPackage) {
  const { gatewayId, sequence, violation, device } = manifest;
  const { matter, severity, sourceId, triggeredAtMs } = violation;
  return {
    ...{ digest, gatewayId, sequence, matter, severity, sourceId, triggeredAtMs, arrivedBytes, sizeBytes, isWanted },
    placeName: device.place.name,
    files: files
      .filter(({ file }) => isShown(file))
      .map(({ file: { role, path } }) => ({
        role,
        name: fileName(path),
        url: `/api/v1/arriving-packages/${digest}/files/${fileName(path)}`,
      })),
  };
}

/** Packages that a metered line brought up to their clip: shown before they are evidence, so that somebody can ask for the rest. */
export function addArrivingRoutes(app: CloudApp, services: CloudServices): void {
  const { access, authenticate, database, resting } = services;

  /** The bureau that the case would go to. */
  const subjectOf = async ({ manifest }: RestingPackage): Promise<Subject> => {
    const { device, violation } = manifest;
    const { matterCode, triggeredAtMs } = violation;
    const { bureau_id: bureauId, area_id: areaId } = await database
      .transaction()
      .execute((transaction) => routeCase(transaction, { place: device.place, matterCode, triggeredAtMs }));
    return { bureauIds: bureauId === null ? [] : [bureauId], areaId };
  };

  const findFor = async (request: FastifyRequest, digest: string, permission: Permission): Promise<RestingPackage> => {
    const actor = await access.requireActor(request, permission);
    const found = await resting.find(digest);
    if (found === null || !mayDo(actor, permission, await subjectOf(found)))
      throw new ProblemError('evidence.unknown', `No package ${digest} is on its way`);
    return found;
  };

  app.get(
    '/api/v1/packages/wanted',
    {
      config: { permission: 'device' },
      schema: {
        tags: ['gateways'],
        summary: 'Packages of the gateway that came up to their clip, and whose clip somebody waits for',
        security: [{ device: [] }],
        response: { 200: WantedPackages, ...deviceProblems() },
      },
    },
    async (request) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      return await resting.wantedOf(gatewayId);
    },
  );

  app.get(
    '/api/v1/arriving-packages',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Packages of metered lines that are here up to their clip',
        description:
          'Manifest, signature and the files that are here were verified. It is a case, and has a receipt, once all of it is here.',
        response: { 200: z.strictObject({ packages: z.array(ArrivingPackage) }), ...peopleProblems() },
      },
    },
    async (request) => {
      const actor = await access.requireActor(request, 'case.read');
      const packages: z.infer<typeof ArrivingPackage>[] = [];
      for (const found of await resting.list())
        if (mayDo(actor, 'case.read', await subjectOf(found))) packages.push(describe(found));
      return { packages };
    },
  );

  app.get(
    '/api/v1/arriving-packages/:digest/files/:name',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'A masked copy, or the readings, of a package that is here up to its clip',
        params: z.object({ digest: Sha256Hex, name: z.string().max(120) }),
        response: {
          200: { description: 'The file', content: { 'application/octet-stream': { schema: z.unknown() } } },
          ...peopleProblems('evidence.unknown'),
        },
      },
    },
    async (request, reply) => {
      const { digest, name } = request.params;
      const found = await findFor(request, digest, 'case.read');
      const arrived = found.files.find(({ file }) => isShown(file) && fileName(file.path) === name);
      if (arrived === undefined) throw new ProblemError('evidence.unknown', `${name} is not here, or not to be shown`);
      return await reply
        .type(arrived.file.mediaType)
        .header('cache-control', 'private, no-store')
        .send(resting.openFile(found, arrived));
    },
  );

  app.post(
    '/api/v1/arriving-packages/:digest/wanted',
    {
      config: { permission: 'case.review' },
      schema: {
        tags: ['people'],
        summary: 'Have the gateway send the rest of a package as soon as it asks, about once a minute',
        params: z.object({ digest: Sha256Hex }),
        response: { 200: z.strictObject({ isWanted: z.literal(true) }), ...peopleProblems('evidence.unknown') },
      },
    },
    async (request) => {
      const found = await findFor(request, request.params.digest, 'case.review');
      await resting.want(found);
      return { isWanted: true as const };
    },
  );
}
