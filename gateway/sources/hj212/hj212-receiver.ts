import type { SensorReading } from '@lamppost/contracts';
import type { SensorConfig } from '../../config/gateway-config.js';
import type { Refusal } from '../refusal-catalogue.js';
import type { ExtractedReadings, Position } from '../telemetry/extracted-readings.js';
import { commandKind } from './answer-frame.js';
import { CommandChoice } from './command-choice.js';
import type { Hj212Frame } from './hj212-frame.js';
import type { Hj212Secret } from './hj212-secrets.js';
import { isSameSecret } from './is-same-secret.js';
import { type GivenUpMessage, PacketAssembler } from './packet-assembler.js';
import { parseFrame } from './parse-frame.js';
import type { PartStore } from './part-store.js';
import { Sm4 } from './sm4.js';
import type { Span } from './span.js';
import { isDataCommand, toReadings } from './to-readings.js';
import { type UnitPlan, planUnits } from './unit-plan.js';

/** Frames of a device that are remembered, to know one that is sent again because its acknowledgement was lost. */
const REMEMBERED_FRAMES = 32;

/** What one frame of a device came to. */
export interface ReceivedFrame {
  /** Null when it could not be read, or came from another device: then it is not answered. */
  readonly frame: Hj212Frame | null;
  readonly readings: readonly SensorReading[];
  readonly position: Position | null;
  readonly refused: readonly Refusal[];
  /** `again`: it came before; `part`: more packets are to come; `coarser`: finer data of the same air come too; `other`: it has no readings. */
  readonly kind: 'readings' | 'again' | 'part' | 'coarser' | 'other' | 'refused';
  /** To be called when all of it is durable, and before it is answered. */
  readonly settle: () => void;
  /** To be called instead when it could not be made durable: then it is taken when it comes again. */
  readonly undo: () => void;
}

/** Options of {@link Hj212Receiver}. */
export interface Hj212ReceiverOptions {
  readonly sensor: SensorConfig;
  /** Null when none is set: then any password is taken, and no cipher can be read. */
  readonly secret: Hj212Secret | null;
  readonly parts: PartStore;
}

const nothing = () => undefined;

function refused(code: Refusal['code'], detail: string): ReceivedFrame {
  return {
    frame: null,
    readings: [],
    position: null,
    refused: [{ code, detail }],
    kind: 'refused',
    settle: nothing,
    undo: nothing,
  };
}

function named({ refused: fields }: ExtractedReadings): Refusal[] {
  return fields.map(({ code, field, detail }) => ({ code: `reading.${code}`, detail: `${field}: ${detail}` }));
}

/** Takes the frames of one device, however they come: over TCP or over MQTT. */
export class Hj212Receiver {
  private readonly plan: UnitPlan;
  private readonly sm4: Sm4 | null;
  private readonly choice: CommandChoice;
  private readonly assembler = new PacketAssembler();
  /** The last frames by their request number, oldest first. */
  private readonly seen = new Map<string, Buffer>();

  constructor(private readonly options: Hj212ReceiverOptions) {
    const { sensor, secret, parts } = options;
    this.plan = planUnits(sensor.hj212Units);
    this.choice = new CommandChoice(sensor.hj212Commands ?? null);
    this.sm4 = secret?.sm4Key === undefined ? null : new Sm4(Buffer.from(secret.sm4Key, 'hex'));
    for (const { bytes, atMs } of parts.list(sensor.id)) {
      const parsed = parseFrame(bytes, undefined, { sm4: this.sm4 });
      if (parsed.status === 'ok') this.assembler.add(parsed.frame, bytes, atMs);
    }
  }

  /**
   * Takes one frame. Packets of a split message are durable when this returns; readings are the caller's to make durable. Never throws
   * because of what the frame holds.
   *
   * @param latestMs readings measured after this are refused
   */
  take(bytes: Uint8Array, span: Span, { nowMs, latestMs }: { nowMs: number; latestMs: number }): ReceivedFrame {
    const { sensor, secret } = this.options;
    const parsed = parseFrame(bytes, span, { sm4: this.sm4 });
    if (parsed.status === 'refused') return refused(`hj212.${parsed.code}`, parsed.detail);
    const { frame } = parsed;
    if (sensor.mn !== null && frame.mn?.toUpperCase() !== sensor.mn.toUpperCase())
      return refused('hj212.wrong-device', `MN is ${frame.mn ?? 'missing'}, where ${sensor.mn} is configured`);
    if (secret !== null && !isSameSecret(frame.password ?? '', secret.password))
      return refused('hj212.wrong-password', `PW is not the one that is set for ${sensor.id}`);
    // A copy: what holds the frame may be a large buffer, which would be kept with it.
    const raw = Buffer.from(bytes.subarray(span.start, span.end));
    const key = `${frame.qn ?? ''}/${frame.cn}/${frame.packetNumber ?? 0}`;
    const isAgain = frame.qn !== null && this.seen.get(key)?.equals(raw) === true;
    if (isAgain) return this.plain(frame, 'again', nothing);
    const taken =
      (frame.packetCount ?? 1) > 1
        ? this.takePacket(frame, raw, { nowMs, latestMs })
        : this.takeWhole(frame, nothing, { nowMs, latestMs });
    // At once, since the same frame may stand twice in what came together.
    if (taken.frame !== null) this.remember(key, raw);
    return {
      ...taken,
      undo: () => {
        this.seen.delete(key);
      },
    };
  }

  /** Messages of which packets are missing and will not be waited for; they are to be quarantined. */
  giveUp(nowMs: number): GivenUpMessage[] {
    const lost = this.assembler.giveUp(nowMs);
    for (const { message } of lost) this.options.parts.remove(this.options.sensor.id, message);
    return lost;
  }

  private takePacket(frame: Hj212Frame, raw: Buffer, times: { nowMs: number; latestMs: number }): ReceivedFrame {
    const { sensor, parts } = this.options;
    const added = this.assembler.add(frame, raw, times.nowMs);
    if (added.status === 'invalid') return refused('hj212.packet-invalid', added.detail);
    const { message } = added;
    if (added.status === 'complete') {
      return this.takeWhole(
        added.frame,
        () => {
          this.assembler.forget(message);
          parts.remove(sensor.id, message);
        },
        times,
      );
    }
    const number = frame.packetNumber ?? 0;
    parts.keep({ sensorId: sensor.id, message, number, atMs: times.nowMs, bytes: raw });
    return this.plain(frame, 'part', nothing);
  }

  private takeWhole(
    frame: Hj212Frame,
    settle: () => void,
    { nowMs, latestMs }: { nowMs: number; latestMs: number },
  ): ReceivedFrame {
    const { cn } = frame;
    if (!isDataCommand(cn)) {
      if (commandKind(cn) !== 'request') return this.plain(frame, 'other', settle);
      const detail = `CN ${cn} is no command that a monitor sends to its host`;
      return { ...this.plain(frame, 'other', settle), refused: [{ code: 'hj212.command-unknown', detail }] };
    }
    if (!this.choice.takes(cn, frame.isBackfill, nowMs)) return this.plain(frame, 'coarser', settle);
    const extracted = toReadings(frame, { sensorId: this.options.sensor.id, plan: this.plan, latestMs });
    const { readings, position } = extracted;
    return { frame, readings, position, refused: named(extracted), kind: 'readings', settle, undo: nothing };
  }

  private plain(frame: Hj212Frame, kind: ReceivedFrame['kind'], settle: () => void): ReceivedFrame {
    return { frame, readings: [], position: null, refused: [], kind, settle, undo: nothing };
  }

  private remember(key: string, raw: Buffer): void {
    this.seen.delete(key);
    this.seen.set(key, raw);
    const [oldest] = this.seen.keys();
    if (this.seen.size > REMEMBERED_FRAMES && oldest !== undefined) this.seen.delete(oldest);
  }
}
