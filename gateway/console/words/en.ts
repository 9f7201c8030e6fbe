import { kitEn } from '@lamppost/page-kit';
import { en as backtest } from '../backtest/words.js';
import { en as devices } from '../devices/words.js';
import { en as draft } from '../draft/words.js';
import { en as dust } from '../dust/words.js';
import { en as leads } from '../leads/words.js';
import { en as live } from '../live/words.js';
import { en as models } from '../models/words.js';
import { en as rules } from '../rules/words.js';
import { en as session } from '../session/words.js';
import { en as shell } from '../shell/words.js';
import { en as wall } from '../wall/words.js';
import { en as zones } from '../zones/words.js';
import { en as problem } from './problem.js';
import type { Words } from './zh.js';

/** All that the page says, in English. */
export const en: Words = {
  ...kitEn,
  problem: { ...kitEn.problem, ...problem },
  session,
  shell,
  wall,
  devices,
  live,
  dust,
  models,
  draft,
  leads,
  rules,
  zones,
  backtest,
};
