import { topics } from '@lamppost/contracts';
import type { BrokerAccount } from './account.js';

/** MQTT user that the simulated devices speak as. */
export const DEVICE_USERNAME = 'devices';
/** MQTT user of the gateway. */
export const GATEWAY_USERNAME = 'gateway';

/** Accounts of the embedded broker: devices tell of themselves, and hear what loudspeakers are to say; the gateway hears all of its own, and tells of itself. */
export function simulatorAccounts(options: {
  readonly gatewayId: string;
  readonly devicePassword: string;
  readonly gatewayPassword: string;
}): BrokerAccount[] {
  const { gatewayId, devicePassword, gatewayPassword } = options;
  return [
    {
      username: DEVICE_USERNAME,
      password: devicePassword,
      publish: [
        topics.sensorTelemetry(gatewayId, '+'),
        topics.sensorHj212(gatewayId, '+'),
        topics.cameraAnnounce(gatewayId, '+'),
        topics.speakerAck(gatewayId, '+'),
      ],
      subscribe: [topics.speakerSay(gatewayId, '+')],
    },
    {
      username: GATEWAY_USERNAME,
      password: gatewayPassword,
      publish: [
        topics.status(gatewayId),
        topics.violation(gatewayId, '+'),
        topics.sensorFault(gatewayId, '+'),
        topics.speakerSay(gatewayId, '+'),
      ],
      subscribe: [`${topics.status(gatewayId).replace(/\/status$/, '')}/#`],
    },
  ];
}
