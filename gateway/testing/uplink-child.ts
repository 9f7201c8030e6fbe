/** A gateway that does nothing but send what its spool holds, to be killed in the middle of it. */
import { pino } from 'pino';
import { systemClock as clock } from '../clock.js';
import { loadOrCreateDeviceKey } from '../evidence/device-key.js';
import { Spool } from '../spool/spool.js';
import { createCloudClient } from '../uplink/cloud-client.js';
import { UplinkWorker } from '../uplink/uplink-worker.js';

const [, , directory = '', keyPath = '', cloudUrl = '', enrolmentCode = ''] = process.argv;
const log = pino({ level: 'silent' });
const gatewayId = 'pole-1';
const key = await loadOrCreateDeviceKey(keyPath);
const spool = await Spool.open({ directory, gatewayId, key, clock, log });
const client = createCloudClient({ cloudUrl, gatewayId, key, clock });
const { keyId } = key;
new UplinkWorker({ spool, client, gatewayId, keyId, cloudUrl, enrolmentCode, clock, log }).start();
