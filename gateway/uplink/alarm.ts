/** A wait that can be cut short from outside. A {@link Alarm.ring} while nobody waits ends the next wait at once. */
export class Alarm {
  #isRung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Waits for `ms`, for a ring, or for the signal, whichever is first. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isRung) await pause(ms, signal, (wake) => (this.#wake = wake));
    this.#wake = null;
    this.#isRung = false;
  }
}

/** Waits for `ms` or for the signal; `onWake` gets what ends the wait early. */
export async function pause(ms: number, signal: AbortSignal, onWake?: (wake: () => void) => void): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    onWake?.(end);
  });
}
