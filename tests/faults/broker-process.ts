/** The broker of the simulated devices as a process of its own: `node broker-process.js PORT GATEWAY GATEWAY-PASSWORD DEVICES-PASSWORD`. */
import { simulatorAccounts, startBroker } from '@lamppost/device-sim';
import { pino } from 'pino';

const [, , port = '0', gatewayId = '', gatewayPassword = '', devicePassword = ''] = process.argv;
await startBroker({
  host: '127.0.0.1',
  port: Number(port),
  accounts: simulatorAccounts({ gatewayId, gatewayPassword, devicePassword }),
  log: pino({ level: 'silent' }),
});
