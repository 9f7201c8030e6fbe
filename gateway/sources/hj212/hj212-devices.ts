import type { SensorConfig } from '../../config/gateway-config.js';
import type { Refusal } from '../refusal-catalogue.js';
import { CRC_BYTES, SEGMENT_AT } from './cut-frames.js';
import { Hj212Receiver } from './hj212-receiver.js';
import type { Hj212Secrets } from './hj212-secrets.js';
import type { HostIdentity } from './host-requests.js';
import { isSameSecret } from './is-same-secret.js';
import type { GivenUpMessage } from './packet-assembler.js';
import { parseHeader } from './parse-header.js';
import type { PartStore } from './part-store.js';
import { type Span, textOf } from './span.js';

/** Options of {@link Hj212Devices}. */
export interface Hj212DevicesOptions {
  readonly sensors: readonly SensorConfig[];
  readonly secrets: Hj212Secrets;
  readonly parts: PartStore;
}

/** Who a monitor that calls in is. */
export type Identified =
  | { readonly status: 'known'; readonly sensorId: string; readonly identity: HostIdentity }
  | ({ readonly status: 'unknown' } & Refusal);

/** What a monitor is told that none is set for: nothing, as for a wrong password. */
const UNKNOWN: Identified = {
  status: 'unknown',
  code: 'hj212.unknown-device',
  detail: 'MN and PW belong to no sensor that has both an mn and a password set',
};

/** The monitors that speak HJ 212: those of the configuration, with their secrets. */
export class Hj212Devices {
  private readonly receivers: ReadonlyMap<string, Hj212Receiver>;
  private readonly sensorOfMn: ReadonlyMap<string, string>;

  constructor(private readonly options: Hj212DevicesOptions) {
    const { sensors, secrets, parts } = options;
    this.receivers = new Map(
      sensors.map((sensor) => [sensor.id, new Hj212Receiver({ sensor, secret: secrets[sensor.id] ?? null, parts })]),
    );
    this.sensorOfMn = new Map(sensors.flatMap(({ id, mn }) => (mn === null ? [] : [[mn.toUpperCase(), id] as const])));
  }

  /** What takes the frames of a sensor; null when it is not configured. */
  receiver(sensorId: string): Hj212Receiver | null {
    return this.receivers.get(sensorId) ?? null;
  }

  /** Tells by MN and PW of a frame which sensor has called in. A sensor without a password never calls in. */
  identify(bytes: Uint8Array, { start, end }: Span): Identified {
    const header = parseHeader(bytes, start + SEGMENT_AT, end - CRC_BYTES);
    if ('status' in header) return { status: 'unknown', code: `hj212.${header.code}`, detail: header.detail };
    const { mn, pw, st, flag } = header;
    const number = mn === null ? '' : textOf(bytes, mn);
    const password = pw === null ? '' : textOf(bytes, pw);
    const sensorId = this.sensorOfMn.get(number.toUpperCase());
    const secret = sensorId === undefined ? undefined : this.options.secrets[sensorId];
    if (!isSameSecret(password, secret?.password ?? '') || sensorId === undefined || secret === undefined)
      return UNKNOWN;
    return {
      status: 'known',
      sensorId,
      identity: {
        st: st === null ? '' : textOf(bytes, st),
        password,
        mn: number,
        version: flag < 0 ? undefined : flag >> 2,
      },
    };
  }

  /** Split messages of all monitors of which packets are missing and will not be waited for. */
  giveUp(nowMs: number): (GivenUpMessage & { readonly sensorId: string })[] {
    return [...this.receivers].flatMap(([sensorId, receiver]) =>
      receiver.giveUp(nowMs).map((lost) => ({ ...lost, sensorId })),
    );
  }
}
