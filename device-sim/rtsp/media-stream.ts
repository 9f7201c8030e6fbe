import { randomBytes } from 'node:crypto';
import type { AccessUnit, AccessUnitSource } from './access-unit.js';
import type { PlaySession } from './play-session.js';
import { describeStream, findParameterSets, type ParameterSets } from './sdp.js';

/** A path of the server: one source, handed to every session that plays it. */
export class MediaStream {
  readonly #name: string;
  readonly #framesPerSecond: number;
  readonly #sessions = new Set<PlaySession>();
  readonly #unsubscribe: () => void;
  readonly #descriptionId = randomBytes(4).readUInt32BE(0);
  #parameterSets: ParameterSets | null = null;

  constructor(options: { readonly name: string; readonly source: AccessUnitSource; readonly onEnd: () => void }) {
    this.#name = options.name;
    this.#framesPerSecond = options.source.framesPerSecond;
    this.#unsubscribe = options.source.subscribe({
      onAccessUnit: (unit) => {
        this.#forward(unit);
      },
      onEnd: options.onEnd,
    });
  }

  get name(): string {
    return this.#name;
  }

  /** SDP of the stream; null until the source has said how it encodes. */
  describe(): string | null {
    if (this.#parameterSets === null) return null;
    return describeStream({
      sessionId: this.#descriptionId,
      name: this.#name,
      framesPerSecond: this.#framesPerSecond,
      parameterSets: this.#parameterSets,
    });
  }

  add(session: PlaySession): void {
    this.#sessions.add(session);
  }

  remove(session: PlaySession): void {
    this.#sessions.delete(session);
  }

  /** Takes no more from the source. */
  close(): void {
    this.#unsubscribe();
    this.#sessions.clear();
  }

  #forward(unit: AccessUnit): void {
    if (unit.isKeyframe) this.#parameterSets = findParameterSets(unit.nalUnits) ?? this.#parameterSets;
    for (const session of this.#sessions) session.send(unit);
  }
}
