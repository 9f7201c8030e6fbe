import { Place, Slug } from '@lamppost/contracts';
import { Command, CommanderError, Option } from 'commander';
import { z } from 'zod';
import { MIN_PASSWORD_LENGTH } from './broker/account.js';

/** What the simulator plays. */
export type Programme =
  | { readonly kind: 'scenario'; readonly file: string }
  | {
      readonly kind: 'footage';
      readonly path: string;
      readonly cameraId: string;
      readonly place: Place;
      readonly framesPerSecond: number | undefined;
      readonly once: boolean;
    };

/** The broker that the devices speak to: one of its own, or one that is already there. */
export type BrokerChoice =
  | { readonly kind: 'embedded'; readonly port: number; readonly gatewayPassword: string }
  | { readonly kind: 'outside'; readonly url: string; readonly caFile: string | undefined };

/** Everything that a run of the simulator is told. */
export interface SimulatorConfig {
  readonly programme: Programme;
  readonly gatewayId: string;
  /** Address to listen on. */
  readonly host: string;
  /** Host by which a gateway reaches this machine. */
  readonly advertisedHost: string;
  readonly rtspPort: number;
  /** Time from the start of the cameras to second 0 of the scenario: ffmpeg takes some of it to its first picture. */
  readonly leadMs: number;
  readonly broker: BrokerChoice;
  /** Where monitors that speak HJ 212 over TCP call in; null leaves those out. */
  readonly hj212Host: { readonly host: string; readonly port: number } | null;
  readonly rtspPassword: string;
  readonly devicePassword: string;
  /** Path of ffmpeg; undefined to look for one. */
  readonly ffmpegPath: string | undefined;
}

/** A command line or environment that can't be run with: what is wrong, and the mend. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The user asked for help, which is the message. */
export class HelpRequest extends Error {
  override readonly name = 'HelpRequest';
}

const port = z.coerce.number<string>().int().min(0).max(65_535);
const Options = z.object({
  scenario: z.string().optional(),
  footage: z.string().optional(),
  camera: Slug.optional(),
  place: z
    .string()
    .regex(/^[-\d.]+,[-\d.]+,.+$/, 'LNG,LAT,NAME')
    .transform((text) => {
      const [lng, lat, ...name] = text.split(',');
      return { lng: Number(lng), lat: Number(lat), name: name.join(',') };
    })
    .pipe(Place)
    .optional(),
  fps: z.coerce.number<string>().min(1).max(60).optional(),
  once: z.boolean().default(false),
  lead: z.coerce.number<string>().min(2).max(60),
  gatewayId: Slug,
  host: z.string().min(1),
  advertiseHost: z.string().min(1).optional(),
  rtspPort: port,
  brokerPort: port.optional(),
  brokerUrl: z.url({ protocol: /^mqtts?$/, error: 'an address that starts with mqtt:// or mqtts://' }).optional(),
  ca: z.string().optional(),
  hj212Host: z
    .string()
    .regex(/^(?:\[[\da-fA-F:]+\]|[^\s:[\]]+):\d{1,5}$/, 'HOST:PORT')
    .transform((text) => {
      const colon = text.lastIndexOf(':');
      return { host: text.slice(0, colon).replaceAll(/[[\]]/g, ''), port: Number(text.slice(colon + 1)) };
    })
    .refine(({ port: number }) => number >= 1 && number <= 65_535, 'HOST:PORT with a port from 1 to 65535')
    .optional(),
});
type Options = z.infer<typeof Options>;

function createCommand(): Command {
  return new Command('device-sim')
    .description('Simulated cameras (RTSP) and dust monitors (MQTT) for a gateway.')
    .addOption(new Option('--scenario <file>', 'play a scenario (YAML)').conflicts(['footage']))
    .option('--footage <path>', 'play a video file or a folder of pictures as one camera')
    .option('--camera <id>', 'id of the footage camera')
    .option('--place <lng,lat,name>', 'place of the footage camera')
    .option('--fps <n>', 'pictures a second of the footage camera (25 for a file, 10 for a folder)')
    .option('--once', 'end the footage camera with its footage')
    .option('--lead <seconds>', 'second 0 of the scenario comes so long after the cameras are started, 2 to 60', '2')
    .requiredOption('--gateway-id <id>', 'gateway that the devices belong to')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--advertise-host <host>', 'host that a gateway reaches the cameras by (the listening address unless told)')
    .option('--rtsp-port <n>', 'port of the cameras, 0 for any free one', '8554')
    .addOption(
      new Option('--broker-port <n>', 'run a broker on this port, 0 for any free one').conflicts(['brokerUrl']),
    )
    .option('--broker-url <url>', 'speak to the broker at mqtt://host:port or mqtts://host:port')
    .option('--ca <file>', 'certificate (PEM) that the broker of an mqtts:// address is checked against')
    .option('--hj212-host <host:port>', 'gateway that monitors call in to over TCP; without it those stay away')
    .addHelpText(
      'after',
      `
Secrets are taken from the environment, each at least ${MIN_PASSWORD_LENGTH} characters long:
  LAMPPOST_SIM_RTSP_PASSWORD     of the cameras' user "camera"
  LAMPPOST_SIM_DEVICE_PASSWORD   of the MQTT user "devices"
  LAMPPOST_SIM_GATEWAY_PASSWORD  of the MQTT user "gateway", with --broker-port only
LAMPPOST_FFMPEG names the ffmpeg to use, if not the newest that is found.`,
    )
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
}

function readOptions(argv: readonly string[]): Options {
  const command = createCommand();
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') throw new HelpRequest(command.helpInformation());
    throw new ConfigError(`${error.message} (--help lists the options)`);
  }
  const result = Options.safeParse(command.opts());
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    const flag = String(issue.path[0] ?? '').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `--${flag}: ${issue.message}`;
  });
  throw new ConfigError(faults.join('\n'));
}

function readProgramme(options: Options): Programme {
  const { scenario, footage, camera, place, fps, once } = options;
  if (scenario !== undefined) {
    if (camera !== undefined || place !== undefined || fps !== undefined || once)
      throw new ConfigError('--camera, --place, --fps and --once belong to --footage: a scenario says these itself');
    return { kind: 'scenario', file: scenario };
  }
  if (footage === undefined) throw new ConfigError('nothing to play: give --scenario FILE or --footage PATH');
  if (camera === undefined) throw new ConfigError('--footage needs --camera ID, the name of the camera that shows it');
  return {
    kind: 'footage',
    path: footage,
    cameraId: camera,
    place: place ?? { lng: 0, lat: 0, name: 'footage, place not stated' },
    framesPerSecond: fps,
    once,
  };
}

/**
 * Reads the command line and the environment.
 *
 * @param argv arguments without node and script
 * @throws ConfigError, HelpRequest
 */
export function readConfig(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): SimulatorConfig {
  const options = readOptions(argv);
  const secret = (name: string): string => {
    const value = environment[name] ?? '';
    if (value.length < MIN_PASSWORD_LENGTH)
      throw new ConfigError(
        `set ${name} in the environment to a password of at least ${MIN_PASSWORD_LENGTH} characters`,
      );
    return value;
  };
  const readBroker = (): BrokerChoice => {
    if (options.ca !== undefined && options.brokerUrl?.startsWith('mqtts:') !== true)
      throw new ConfigError('--ca belongs to --broker-url mqtts://...');
    if (options.brokerUrl !== undefined) return { kind: 'outside', url: options.brokerUrl, caFile: options.ca };
    if (options.brokerPort === undefined)
      throw new ConfigError('no broker: give --broker-port N to run one, or --broker-url URL of one that is there');
    return { kind: 'embedded', port: options.brokerPort, gatewayPassword: secret('LAMPPOST_SIM_GATEWAY_PASSWORD') };
  };
  return {
    programme: readProgramme(options),
    gatewayId: options.gatewayId,
    host: options.host,
    advertisedHost: options.advertiseHost ?? options.host,
    rtspPort: options.rtspPort,
    leadMs: options.lead * 1000,
    broker: readBroker(),
    hj212Host: options.hj212Host ?? null,
    rtspPassword: secret('LAMPPOST_SIM_RTSP_PASSWORD'),
    devicePassword: secret('LAMPPOST_SIM_DEVICE_PASSWORD'),
    ffmpegPath: environment.LAMPPOST_FFMPEG === '' ? undefined : environment.LAMPPOST_FFMPEG,
  };
}
