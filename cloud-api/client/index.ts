export { CloudRequestError, expectDone, type Answer, type CloudProblem } from './answer.js';
export { createCloudClient, type CloudClient, type CloudClientOptions } from './cloud-client.js';
