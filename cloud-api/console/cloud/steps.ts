import type { cloud } from './client.js';

/** A step with a case, as the interface takes it. */
export type CaseStepRequest = Parameters<typeof cloud.post<'/api/v1/cases/{caseId}/steps'>>[1]['body'];
