import { z } from 'zod';

/** A span in whole or broken seconds. */
export const seconds = (min: number, max: number) => z.number().min(min).max(max);
