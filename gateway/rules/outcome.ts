import type { ReminderRecord, Violation } from '@lamppost/contracts';

/** What comes of an event. */
export type Outcome =
  /** A lead: it is sealed and sent. */
  | { readonly kind: 'violation'; readonly violation: Violation }
  /** Found by a rule in shadow mode: recorded, neither said nor sent. */
  | { readonly kind: 'shadow'; readonly violation: Violation }
  /** The party is to be reminded; what comes of that is told by `said` events. */
  | { readonly kind: 'remind'; readonly violation: Violation; readonly reminder: ReminderRecord }
  /** The reminder was heeded: recorded with stills from before and after, no lead. */
  | {
      readonly kind: 'corrected';
      readonly violation: Violation;
      /** When the second look was taken. */
      readonly correctedAtMs: number;
    };
