import type { EvidenceFile, PlateFinding } from '@lamppost/contracts';
import type { Permission } from '../access/permissions.js';

/** What a file asks of whoever opens it, besides that the case may be read; null: nothing. */
export interface FileGuard {
  readonly permission: Permission;
  /** Whether a reason has to be given. */
  readonly needsReason: boolean;
}

/** What shows everyone uninvolved. */
export const ORIGINAL: FileGuard = { permission: 'original.read', needsReason: true };
const PLATE: FileGuard = { permission: 'plate.read', needsReason: false };

/** Originals show everyone uninvolved; a plate is the subject's. Copies are masked by the gateway, and readings are about the air. */
export const FILE_GUARDS: Readonly<Record<EvidenceFile['role'], FileGuard | null>> = {
  still: ORIGINAL,
  clip: ORIGINAL,
  plate: PLATE,
  readings: null,
  looks: null,
  overlay: null,
  masked: null,
  'close-up': null,
  composite: null,
  chart: null,
};

const MASK = '*';
/** Characters that stay at the beginning (province and town) and at the end. */
const SHOWN_BEFORE = 2;
const SHOWN_AFTER = 1;

function mask(character: string, index: number, all: readonly unknown[]): string {
  return index < SHOWN_BEFORE || index >= all.length - SHOWN_AFTER ? character : MASK;
}

/** The letters of a plate as those see them who may not read plates: `浙A****5`. */
export function maskText(text: string): string {
  return Array.from(text).map(mask).join('');
}

/** A plate as those see it who may not read plates. */
export function maskPlate(plate: PlateFinding | null): PlateFinding | null {
  if (plate?.status !== 'read') return plate;
  return {
    ...plate,
    text: maskText(plate.text),
    characters: plate.characters.map(({ character, confidence }, index, all) => ({
      character: mask(character, index, all),
      confidence,
    })),
  };
}

/** Whether a plate can be read in it. */
export function showsPlate(plate: PlateFinding | null): boolean {
  return plate?.status === 'read' && !plate.text.includes(MASK);
}
