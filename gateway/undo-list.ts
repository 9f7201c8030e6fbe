import type { Logger } from 'pino';

/** What must be undone of a start that does not come to its end, so that another can be made in the same process. */
export class UndoList {
  readonly #steps: (() => Promise<void> | void)[] = [];

  /** Adds what undoes a thing that was just opened or started. */
  add(step: () => Promise<void> | void): void {
    this.#steps.push(step);
  }

  /** Undoes all, the last first. What cannot be undone is told of and left. */
  async run(log: Logger): Promise<void> {
    for (const step of this.#steps.splice(0).reverse())
      try {
        await step();
      } catch (error) {
        log.warn({ err: error }, 'a start that failed could not be undone wholly');
      }
  }
}
