/** One H.264 picture with the NAL units that belong to it. */
export interface AccessUnit {
  /** NAL units without start codes, in stream order. */
  readonly nalUnits: readonly Buffer[];
  /** Whether decoding can begin here (an IDR picture). */
  readonly isKeyframe: boolean;
  /** Capture time on a 90 kHz clock that follows the wall clock; never repeats within a stream. */
  readonly pts90k: number;
}

/** Whoever is told of a source's pictures. */
export interface AccessUnitListener {
  onAccessUnit(unit: AccessUnit): void;
  /** The source came to its end (footage played once); nothing follows. */
  onEnd(): void;
}

/** Something that yields H.264 in real time. */
export interface AccessUnitSource {
  /** Nominal pictures a second. */
  readonly framesPerSecond: number;
  /** Starts telling the listener; the returned function stops it. */
  subscribe(listener: AccessUnitListener): () => void;
}
