import { ConfigError, readLocatedYaml } from '@lamppost/detectors';
import { Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { GatewayConfig } from '../config/gateway-config.js';

/**
 * Fields of `gateway.yaml` that a configuration document of the cloud may set, each as a whole. All others stay with the box: who it is, which cloud
 * and broker it trusts, where it keeps its data, what it listens on, its secrets, and what it takes from the cloud at all.
 */
export const REMOTE_FIELDS = [
  'cameras',
  'sensors',
  'announcedLegalStatus',
  'looksPerSecond',
  'ringBytesPerCamera',
  'keptPackageDays',
  'readingDays',
  'readingBytes',
  'eventLog',
] as const satisfies readonly (keyof GatewayConfig)[];
type RemoteField = (typeof REMOTE_FIELDS)[number];

const Anything = z.unknown().optional();
const Document = z.strictObject({
  schema: z.literal('lamppost.configuration/1'),
  version: z.union([z.string().min(1).max(64), z.int().min(0)]).optional(),
  ...(Object.fromEntries(REMOTE_FIELDS.map((field) => [field, Anything])) as Record<RemoteField, typeof Anything>),
  /** The address of a camera may be left out: then that of the camera with this id in `gateway.yaml` holds, with its password. */
  cameras: z.array(z.looseObject({ id: Slug, rtspUrl: z.string().optional() })).optional(),
});
/** As much of `gateway.yaml` as is needed to lend addresses out. */
const LocalCameras = z.looseObject({
  cameras: z.array(z.looseObject({ id: z.string(), rtspUrl: z.string() })).default([]),
});

/** What the fields of both come to; or all that is wrong, a line each. */
export type MergedConfiguration =
  | { readonly status: 'taken'; readonly config: GatewayConfig }
  | { readonly status: 'refused'; readonly problems: readonly string[] };

function hasUserInfo(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}

/**
 * Lays a configuration document of the cloud over the file on the box, and checks the whole as the file is checked.
 *
 * @param name of the document, for the words of problems
 * @param local what stands in `gateway.yaml`, as plain values
 * @param check what else must hold; it throws {@link ConfigError} where it does not
 */
export function mergeConfiguration(
  { name, text }: { readonly name: string; readonly text: string },
  local: unknown,
  check: (config: GatewayConfig) => void,
): MergedConfiguration {
  const located = readLocatedYaml(text);
  if (located.status === 'faulty')
    return {
      status: 'refused',
      problems: located.faults.map(({ line, column, message }) => `${name}:${line}:${column}: not YAML: ${message}`),
    };
  const tell = (path: readonly PropertyKey[], message: string) => {
    const { line, column } = located.placeOf(path);
    return `${name}:${line}:${column}: ${path.length === 0 ? 'the document' : path.map(String).join('.')}: ${message}`;
  };
  const refused = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) => ({
    status: 'refused' as const,
    problems: issues.map(({ path, message }) => tell(path, message)),
  });
  const document = Document.safeParse(located.value);
  if (!document.success)
    return refused(
      document.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => ({
              path: [...issue.path, key],
              message: `not a field that the cloud may set; it may set ${REMOTE_FIELDS.join(', ')}`,
            }))
          : [issue],
      ),
    );
  const { data } = document;
  const { cameras } = data;
  const own = LocalCameras.safeParse(local).data?.cameras ?? [];
  const withPassword = (cameras ?? []).flatMap(({ rtspUrl }, at) =>
    rtspUrl !== undefined && hasUserInfo(rtspUrl)
      ? [
          {
            path: ['cameras', at, 'rtspUrl'],
            message: 'holds a name or password; leave rtspUrl out here, and write it for the camera in gateway.yaml',
          },
        ]
      : [],
  );
  if (withPassword.length > 0) return refused(withPassword);
  const addressOf = (cameraId: string) => own.find(({ id }) => id === cameraId)?.rtspUrl;
  const lost = (cameras ?? []).flatMap(({ id, rtspUrl }, at) =>
    rtspUrl === undefined && addressOf(id) === undefined
      ? [
          {
            path: ['cameras', at],
            message: `no rtspUrl here, and no camera ${id} in gateway.yaml; write it in one of them`,
          },
        ]
      : [],
  );
  if (lost.length > 0) return refused(lost);
  const lent = cameras?.map((camera) => ({ rtspUrl: addressOf(camera.id), ...camera }));
  const merged = GatewayConfig.safeParse({
    ...(typeof local === 'object' ? local : {}),
    ...Object.fromEntries(REMOTE_FIELDS.flatMap((field) => (data[field] === undefined ? [] : [[field, data[field]]]))),
    ...(lent === undefined ? {} : { cameras: lent }),
  });
  if (!merged.success) return refused(merged.error.issues);
  try {
    check(merged.data);
  } catch (error) {
    if (error instanceof ConfigError) return refused(error.problems.map((message) => ({ path: [], message })));
    throw error;
  }
  return { status: 'taken', config: merged.data };
}
