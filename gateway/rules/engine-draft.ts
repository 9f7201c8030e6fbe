import type { SensorReading } from '@lamppost/contracts';
import { emptyBuffer } from '../events/lane-buffer.js';
import { type AddReadingOptions, type OpenWindow, openWindow, putReading } from '../windows/add-reading.js';
import type { SensorWindow } from '../windows/sensor-window.js';
import { EMPTY_SOURCE, type EngineState, type LaneState, type SourceState } from './engine-state.js';
import type { Outcome } from './outcome.js';

/**
 * An engine's state as events change it: what is not changed stays the same object, and what is, is copied once for all of them. Nothing may
 * be changed once it was finished.
 */
export class EngineDraft {
  readonly outcomes: Outcome[] = [];
  private lanes: LaneState[] | null = null;
  private windows: SensorWindow[] | null = null;
  private sources: SourceState[] | null = null;
  /** Copies of the draft's own, by their place. */
  private readonly openWindows: (OpenWindow | undefined)[] = [];
  private readonly openSources: (SourceState | undefined)[] = [];

  constructor(
    private readonly before: EngineState,
    readonly tickMs: number | null = before.tickMs,
  ) {}

  lane(index: number): LaneState {
    return (this.lanes ?? this.before.lanes)[index] ?? { buffer: emptyBuffer(0), rules: [] };
  }

  setLane(index: number, lane: LaneState): void {
    this.lanes ??= this.before.lanes.slice();
    this.lanes[index] = lane;
  }

  window(index: number): SensorWindow | null {
    return (this.windows ?? this.before.windows)[index] ?? null;
  }

  setWindow(index: number, window: SensorWindow): void {
    this.windows ??= this.before.windows.slice();
    this.windows[index] = window;
    this.openWindows[index] = undefined;
  }

  /** @returns whether the reading was new to the window */
  putReading(index: number, reading: SensorReading, options: AddReadingOptions): boolean {
    let window = this.openWindows[index];
    if (window === undefined) {
      const before = this.window(index);
      if (before === null) return true;
      window = openWindow(before);
      this.setWindow(index, window);
      this.openWindows[index] = window;
    }
    const { duplicates } = window;
    putReading(window, reading, options);
    return window.duplicates === duplicates;
  }

  source(index: number): Readonly<SourceState> {
    return (this.sources ?? this.before.sources)[index] ?? EMPTY_SOURCE;
  }

  /** A copy of what is known of a source, to be changed in its place. */
  openSource(index: number): SourceState {
    const known = this.openSources[index];
    if (known !== undefined) return known;
    const copy = { ...this.source(index) };
    this.sources ??= this.before.sources.slice();
    this.sources[index] = copy;
    this.openSources[index] = copy;
    return copy;
  }

  finish(): EngineState {
    return {
      lanes: this.lanes ?? this.before.lanes,
      windows: this.windows ?? this.before.windows,
      sources: this.sources ?? this.before.sources,
      tickMs: this.tickMs,
    };
  }
}
