export { startIdentityProvider, type IdentityProvider } from './identity-provider.js';
export { multiplyCases } from './multiply-cases.js';
export { makeOlderDatabase } from './older-database.js';
export { sealTombstone } from './sealed-entry.js';
export { createTestGateway, writePackage, type TestGateway, type TestPackage } from './sealed-package.js';
export { startTestDesk, type TestDesk } from './test-desk.js';
export {
  TEST_ACCESS_CODE,
  databaseUrl,
  postJson,
  readReceipt,
  readSummary,
  startTestCloud,
  uploadPackage,
  type TestCloud,
} from './test-cloud.js';
