export { writeMadeLog } from '../backtest/made-log.js';
export { sampleDevice, sampleViolation } from './sample-violation.js';
export { startFaultProxy, type FaultProxy } from './fault-proxy.js';
