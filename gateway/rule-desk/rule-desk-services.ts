import type { BacktestDesk } from './backtest/backtest-desk.js';
import type { FoundStore } from './found/found-store.js';
import type { LeadPictures } from './found/lead-pictures.js';
import type { RuleDesk } from './rule-desk.js';

/** What the routes of the rule desk work with. */
export interface RuleDeskServices {
  readonly ruleDesk: RuleDesk;
  readonly found: FoundStore;
  readonly pictures: LeadPictures;
  readonly backtests: BacktestDesk;
  readonly eventLog: {
    readonly directory: string;
    /** Writes what waits, so that a backtest sees it. */
    readonly flush: () => Promise<void>;
  };
}
