import type { Factor } from '@lamppost/contracts';
import type { StreetCalendar } from '../schedules/street-calendar.js';
import type { SensorWindow } from '../windows/sensor-window.js';
import type { OpenViolation } from './rule-state.js';

/** What a rule is judged by besides a moment and its own state. */
export interface RuleFacts {
  readonly gatewayId: string;
  /** Window of a sensor's factor; null when no rule reads it. */
  readonly windowOf: (sensorId: string, factor: Factor) => SensorWindow | null;
  readonly calendar: StreetCalendar;
  /** What another rule has open; nothing when there is no such rule. */
  readonly openOf: (ruleId: string) => readonly OpenViolation[];
}
