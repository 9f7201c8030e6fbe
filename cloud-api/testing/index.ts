export { createTestGateway, writePackage, type TestGateway, type TestPackage } from './sealed-package.js';
export {
  TEST_ACCESS_CODE,
  readReceipt,
  readSummary,
  startTestCloud,
  uploadPackage,
  type TestCloud,
} from './test-cloud.js';
