import type { ConsoleApp } from '../../console-http/console-app.js';
import type { RuleDeskServices } from '../rule-desk-services.js';
import { addBacktestRoutes } from './backtest-routes.js';
import { addLeadRoutes } from './lead-routes.js';
import { addRulesRoutes } from './rules-routes.js';

/** The part of the operators' interface in which rules are changed. */
export function addRuleDeskRoutes(app: ConsoleApp, services: RuleDeskServices): void {
  addRulesRoutes(app, services);
  addBacktestRoutes(app, services);
  addLeadRoutes(app, services);
}
