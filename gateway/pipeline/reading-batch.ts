import type { SensorReading } from '@lamppost/contracts';

/** Readings of several messages, which are stored together: one transaction for all. */
export class ReadingBatch {
  private readonly readings: SensorReading[] = [];
  private readonly afterwards: (() => void)[] = [];

  /** Adds readings of a message. */
  readonly add = (readings: readonly SensorReading[]): void => {
    for (const reading of readings) this.readings.push(reading);
  };

  /** Notes what is to be done once the readings that were added are stored. */
  readonly whenStored = (settle: () => void): void => {
    this.afterwards.push(settle);
  };

  /** Stores all that was added, and then does what was to be done. Rejects as `onReadings` does, and then nothing of that is done. */
  async store(onReadings: (readings: readonly SensorReading[]) => Promise<void>): Promise<void> {
    if (this.readings.length > 0) await onReadings(this.readings);
    for (const settle of this.afterwards) settle();
  }
}
