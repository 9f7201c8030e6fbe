import type { Factor, ReadingMark, SensorFault, SensorReading } from '@lamppost/contracts';
import type { SensorConfig } from '../../config/gateway-config.js';
import type { Position } from '../telemetry/extracted-readings.js';
import { distanceMetres } from './distance.js';
import { DEFAULT_JUMPS, RESTLESS } from './fault-options.js';
import { type FlatLine, flatForMs, followFlatLine } from './follow-flat-line.js';
import { type JumpWatch, followJump } from './follow-jump.js';

/** Above this optical instruments take droplets for dust. */
const HUMID_PERCENT = 90;
/** A humidity says something of the dust that was measured so near to it. */
const HUMID_NEAR_MS = 600_000;
/** A jump is told for at least so long after the last one: a monitor that jumps to and fro has one fault, not hundreds. */
const JUMP_HOLD_MS = 600_000;
const PARTICULATES: ReadonlySet<Factor> = new Set(['a34001', 'a34002', 'a34004']);

interface FactorWatch {
  flat: FlatLine | null;
  jump: JumpWatch | null;
}

/**
 * Watches one monitor for faults of its own. What it concludes about readings goes by their event time, about silence by the time of
 * arrival. Readings that were sent later, to fill a gap, are no sign of how the monitor is now.
 */
export class SensorWatch {
  private readonly factors = new Map<Factor, FactorWatch>();
  private readonly current = new Map<string, SensorFault>();
  private humidity: { readonly atMs: number; readonly value: number } | null = null;
  private lastHeardMs: number;
  private readonly jumpHeldToMs = new Map<Factor, number>();

  /** @param startedAtMs from when the monitor is waited for */
  constructor(
    private readonly sensor: SensorConfig,
    startedAtMs: number,
  ) {
    this.lastHeardMs = startedAtMs;
  }

  /** Whether no fault goes on. */
  get isWell(): boolean {
    return this.current.size === 0;
  }

  /** Every fault that goes on. */
  faults(): SensorFault[] {
    return [...this.current.values()];
  }

  /** Takes the readings of one message, and returns them with what is to be noted about each. */
  take(readings: readonly SensorReading[], position: Position | null, nowMs: number): readonly SensorReading[] {
    this.hear(nowMs);
    if (position !== null) this.judgePosition(position, nowMs);
    this.noteHumidity(readings);
    return readings.map((reading) => this.mark(reading, nowMs));
  }

  /**
   * Takes back readings of one factor that were stored before a restart, in the order of their time: what stood still or had leapt then
   * still does. They say nothing of silence.
   */
  restore(readings: readonly SensorReading[]): void {
    this.noteHumidity(readings.slice(-1));
    for (const reading of readings) this.mark(reading, reading.measuredAtMs);
  }

  /** Notes that the monitor is there, though it sent no reading. */
  hear(nowMs: number): void {
    this.lastHeardMs = nowMs;
    this.clear('silence', null);
  }

  /** Concludes what only time tells. */
  tick(nowMs: number): void {
    const { silenceSeconds } = this.sensor.faults;
    // A clock that was set back must not make a monitor silent for an hour, nor one that was set ahead at once.
    if (nowMs < this.lastHeardMs) this.lastHeardMs = nowMs;
    const silentMs = nowMs - this.lastHeardMs;
    if (silenceSeconds !== null && silentMs >= silenceSeconds * 1000)
      this.raise({
        kind: 'silence',
        factor: null,
        sinceMs: this.lastHeardMs,
        detail: `nothing came for ${Math.round(silentMs / 60_000)} min: look at power, line and SIM card`,
      });
    for (const [factor, toMs] of this.jumpHeldToMs) if (nowMs >= toMs) this.endJump(factor);
  }

  private noteHumidity(readings: readonly SensorReading[]): void {
    const humidity = readings.find(({ factor }) => factor === 'a01002');
    if (humidity !== undefined && (this.humidity === null || humidity.measuredAtMs > this.humidity.atMs))
      this.humidity = { atMs: humidity.measuredAtMs, value: humidity.value };
  }

  private mark(reading: SensorReading, nowMs: number): SensorReading {
    if (reading.marks?.includes('backfill') === true) return reading;
    const marks: ReadingMark[] = [];
    if (this.isHumid(reading)) marks.push('humid');
    // A value that the monitor itself calls invalid is no sign of anything.
    if (reading.flag === 'N') {
      const watch = this.watchOf(reading.factor);
      if (this.isFlat(watch, reading)) marks.push('flat');
      if (this.hasJumped(watch, reading, nowMs)) marks.push('jump');
    }
    return marks.length === 0 ? reading : { ...reading, marks };
  }

  private isHumid({ factor, measuredAtMs }: SensorReading): boolean {
    const { humidity } = this;
    return (
      this.sensor.isOptical &&
      PARTICULATES.has(factor) &&
      humidity !== null &&
      humidity.value > HUMID_PERCENT &&
      Math.abs(measuredAtMs - humidity.atMs) <= HUMID_NEAR_MS
    );
  }

  private isFlat(watch: FactorWatch, { factor, measuredAtMs, value }: SensorReading): boolean {
    const { flatSeconds } = this.sensor.faults;
    if (flatSeconds === null || !RESTLESS.has(factor)) return false;
    watch.flat = followFlatLine(watch.flat, measuredAtMs, value);
    const isFlat = flatForMs(watch.flat) >= flatSeconds * 1000;
    if (isFlat)
      this.raise({
        kind: 'flat-line',
        factor,
        sinceMs: watch.flat.otherMs,
        detail: `${factor} has stood at ${watch.flat.value} for ${Math.round(flatForMs(watch.flat) / 60_000)} min: is it blocked, switched off or painted over?`,
      });
    else this.clear('flat-line', factor);
    return isFlat && value === watch.flat.value;
  }

  private hasJumped(watch: FactorWatch, { factor, measuredAtMs, value }: SensorReading, nowMs: number): boolean {
    const limit = this.sensor.faults.jumps[factor] ?? DEFAULT_JUMPS[factor];
    if (limit === undefined) return false;
    const before = watch.jump?.good ?? value;
    const judged = followJump(watch.jump, measuredAtMs, value, limit);
    const isNew = judged.watch !== watch.jump;
    watch.jump = judged.watch;
    if (judged.isJump && isNew) {
      this.raise({
        kind: 'jump',
        factor,
        sinceMs: judged.watch.leaptSinceMs ?? measuredAtMs,
        detail: `${factor} leapt from ${before} to ${value}, further than the air can: look at the sensor and its line`,
      });
      this.jumpHeldToMs.set(factor, nowMs + JUMP_HOLD_MS);
    }
    return judged.isJump;
  }

  private judgePosition(position: Position, nowMs: number): void {
    const { place, faults } = this.sensor;
    if (faults.movedMetres === null) return;
    const metres = distanceMetres(position, place);
    if (metres <= faults.movedMetres) this.clear('relocation', null);
    else
      this.raise({
        kind: 'relocation',
        factor: null,
        sinceMs: nowMs,
        detail: `it says that it is ${Math.round(metres)} m from its place: was it carried away?`,
      });
  }

  private endJump(factor: Factor): void {
    this.jumpHeldToMs.delete(factor);
    this.clear('jump', factor);
  }

  private watchOf(factor: Factor): FactorWatch {
    const known = this.factors.get(factor);
    if (known !== undefined) return known;
    const fresh = { flat: null, jump: null };
    this.factors.set(factor, fresh);
    return fresh;
  }

  /** A fault keeps the beginning that it was raised with. */
  private raise(fault: SensorFault): void {
    const key = `${fault.kind}/${fault.factor ?? ''}`;
    if (!this.current.has(key)) this.current.set(key, fault);
  }

  private clear(kind: SensorFault['kind'], factor: Factor | null): void {
    // Of nearly every reading nothing is to be cleared.
    if (!this.isWell) this.current.delete(`${kind}/${factor ?? ''}`);
  }
}
