import type { RuleDeskServices } from '../rule-desk/rule-desk-services.js';
import type { BoxServices } from './box-routes.js';
import type { LiveServices } from './live-routes.js';
import type { ModelServices } from './model-routes.js';
import type { SessionServices } from './session-routes.js';

/** All that the console's routes work with. */
export type ConsoleServices = SessionServices & BoxServices & LiveServices & ModelServices & RuleDeskServices;
