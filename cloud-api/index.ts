export { startCloud, type Cloud, type CloudOptions } from './start-cloud.js';
export { CloudConfig } from './config/cloud-config.js';
export { ConfigError } from './config/config-error.js';
export { CATALOGUE, type ErrorCode, type EvidenceFault } from './errors/catalogue.js';
export { createUploadServer } from './ingest/upload-server.js';
export { verifyPackage, type PackageKey, type VerifyOptions, type VerifyResult } from './ingest/verify-package.js';
