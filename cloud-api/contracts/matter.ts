import { z } from 'zod';

/** What a lead is about: the four kinds of offence this product looks for. */
export const Matter = z.enum(['dust', 'parking', 'stall', 'burning']);
export type Matter = z.infer<typeof Matter>;

/**
 * GB/T 47678.5-2026 matter code: two-digit class, a space, three-digit item, e.g. `09 009` (motor vehicle parked anyhow).
 * Which code a rule carries is data of the rule document, never of the program.
 */
export const MatterCode = z.string().regex(/^\d{2} \d{3}$/, 'two digits, a space, three digits, as in "09 009"');
export type MatterCode = z.infer<typeof MatterCode>;
