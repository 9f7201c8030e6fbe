/** A sensor's clock may run ahead by this much before its readings are refused, milliseconds. */
export const AHEAD_MS = 300_000;
