import { emptyBuffer } from '../events/lane-buffer.js';
import type { SensorWindow } from '../windows/sensor-window.js';
import { EMPTY_SOURCE, type EngineState, type LaneState, type SourceState } from './engine-state.js';
import type { Outcome } from './outcome.js';

/** An engine's state as one event changes it: what is not changed stays the same object. */
export class EngineDraft {
  readonly outcomes: Outcome[] = [];
  private lanes: LaneState[] | null = null;
  private windows: SensorWindow[] | null = null;
  private sources: SourceState[] | null = null;

  constructor(
    private readonly before: EngineState,
    readonly tickMs: number | null = before.tickMs,
  ) {}

  lane(index: number): LaneState {
    return (this.lanes ?? this.before.lanes)[index] ?? { buffer: emptyBuffer(0), rules: [] };
  }

  setLane(index: number, lane: LaneState): void {
    this.lanes ??= [...this.before.lanes];
    this.lanes[index] = lane;
  }

  window(index: number | undefined): SensorWindow | null {
    return index === undefined ? null : ((this.windows ?? this.before.windows)[index] ?? null);
  }

  setWindow(index: number, window: SensorWindow): void {
    this.windows ??= [...this.before.windows];
    this.windows[index] = window;
  }

  source(index: number): SourceState {
    return (this.sources ?? this.before.sources)[index] ?? EMPTY_SOURCE;
  }

  setSource(index: number, source: SourceState): void {
    this.sources ??= [...this.before.sources];
    this.sources[index] = source;
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
