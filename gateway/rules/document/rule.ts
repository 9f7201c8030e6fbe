import { z } from 'zod';
import { BurningRule } from './burning-rule.js';
import { DustRule } from './dust-rule.js';
import { ParkingRule } from './parking-rule.js';
import { StallRule } from './stall-rule.js';

/** One rule of the document, told apart by its `matter`. */
export const Rule = z.discriminatedUnion('matter', [ParkingRule, StallRule, BurningRule, DustRule]);
export type Rule = z.infer<typeof Rule>;
