import { kitZh } from '@lamppost/page-kit';
import { zh as backtest } from '../backtest/words.js';
import { zh as devices } from '../devices/words.js';
import { zh as draft } from '../draft/words.js';
import { zh as dust } from '../dust/words.js';
import { zh as leads } from '../leads/words.js';
import { zh as live } from '../live/words.js';
import { zh as models } from '../models/words.js';
import { zh as rules } from '../rules/words.js';
import { zh as session } from '../session/words.js';
import { zh as shell } from '../shell/words.js';
import { zh as wall } from '../wall/words.js';
import { zh as zones } from '../zones/words.js';
import { zh as problem } from './problem.js';

/** All that the page says, in Chinese: an area of the page keeps its words beside itself. */
export const zh = {
  ...kitZh,
  problem: { ...kitZh.problem, ...problem },
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

/** The words of the page; each language has all of them. */
export type Words = typeof zh;
