import { readFileSync } from 'node:fs';
import {
  TOPIC_ROOT,
  topics,
  type GatewayStatus,
  type LinkStatus,
  type SensorFaults,
  type SpeakerMessage,
  type Violation,
} from '@lamppost/contracts';
import mqtt, { type MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.js';
import { connectBroker } from './connect-broker.js';
import { type Connection, MessageBatch } from './message-batch.js';
import type { Publish } from './publish-cutter.js';
import { PublishTap } from './publish-tap.js';

const FIRST_RETRY_MS = 1_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** MQTT 3.1.1, 3.9.3: return code of a subscription that was not granted. */
const SUBSCRIPTION_REFUSED = 128;

/** A message that came for this gateway, its topic taken apart. */
export type DeviceMessage =
  | { readonly kind: 'telemetry' | 'hj212'; readonly sensorId: string; readonly payload: Buffer }
  | { readonly kind: 'announce'; readonly cameraId: string; readonly payload: Buffer }
  | { readonly kind: 'speaker-ack'; readonly speakerId: string; readonly payload: Buffer };

/** One of a monitor or camera. */
export type MonitorMessage = Exclude<DeviceMessage, { kind: 'speaker-ack' }>;

/** Options of {@link MqttLink}. */
export interface MqttLinkOptions {
  readonly gatewayId: string;
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly caFile: string | null;
  readonly protocolVersion: 4 | 5;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onStatus: (status: LinkStatus) => void;
}

/** Reads a topic of this gateway; null for one that is not for us. */
export function parseTopic(gatewayId: string, topic: string, payload: Buffer): DeviceMessage | null {
  const prefix = `${TOPIC_ROOT}/${gatewayId}/`;
  if (!topic.startsWith(prefix)) return null;
  const idAt = topic.indexOf('/', prefix.length) + 1;
  const leafAt = topic.indexOf('/', idAt) + 1;
  if (idAt === 0 || leafAt === 0 || topic.includes('/', leafAt)) return null;
  const group = topic.slice(prefix.length, idAt - 1);
  const id = topic.slice(idAt, leafAt - 1);
  const leaf = topic.slice(leafAt);
  if (group === 'cameras' && leaf === 'announce') return { kind: 'announce', cameraId: id, payload };
  if (group === 'speakers' && leaf === 'ack') return { kind: 'speaker-ack', speakerId: id, payload };
  if (group === 'sensors' && (leaf === 'telemetry' || leaf === 'hj212')) return { kind: leaf, sensorId: id, payload };
  return null;
}

/**
 * The gateway's session with the broker: persistent, QoS 1, each message acknowledged only when it is durable, retained status with a last
 * will. It reconnects by itself, and says so once per change.
 */
export class MqttLink {
  private client: MqttClient | null = null;
  private batch: MessageBatch<DeviceMessage> | null = null;
  private isClosing = false;
  private state: LinkStatus['state'] = 'connecting';
  private reason: string | null = null;

  constructor(private readonly options: MqttLinkOptions) {}

  /**
   * Connects, and goes on connecting. `onMessages` is given what came in one go, and must have made it durable when it resolves: the broker
   * is told so only then. When it rejects, all of it comes again.
   */
  open(onMessages: (messages: readonly DeviceMessage[]) => Promise<void>): void {
    const { gatewayId, protocolVersion, caFile } = this.options;
    const ca = caFile === null ? null : readFileSync(caFile);
    const batch = new MessageBatch<DeviceMessage>({
      onMessages,
      onFailure: (error, connection) => {
        this.fail(error, connection);
      },
    });
    this.batch = batch;
    const connect = () =>
      new PublishTap({
        socket: connectBroker(this.options.url, ca),
        protocolVersion,
        onPublish: (publish, connection) => {
          this.take(publish, connection, batch);
        },
      });
    const client = new mqtt.MqttClient(connect, {
      clientId: `lamppost-${gatewayId}`,
      username: this.options.username,
      password: this.options.password,
      protocolVersion,
      clean: false,
      // MQTT 5 drops a session at once unless it is asked to keep it.
      ...(protocolVersion === 5 ? { properties: { sessionExpiryInterval: 0xffffffff } } : {}),
      reconnectPeriod: FIRST_RETRY_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      queueQoSZero: false,
      will: { topic: topics.status(gatewayId), payload: Buffer.from('{"state":"offline"}'), qos: 1, retain: true },
    });
    this.client = client;
    client.on('connect', () => {
      this.subscribe(client);
    });
    client.on('error', (error) => {
      this.reason = error.message;
      this.change('down', error.message);
    });
    client.on('close', () => {
      this.change('down', this.reason ?? 'the connection was closed');
    });
  }

  /** Publishes the gateway's status, retained. Lost while the broker is away: the next one says all. */
  publishStatus(status: GatewayStatus): void {
    this.publish(topics.status(this.options.gatewayId), status, true);
  }

  /** Tells subscribers of a violation. The evidence itself goes to the cloud another way. */
  publishViolation(violation: Violation): void {
    this.publish(topics.violation(this.options.gatewayId, violation.ruleId), violation, false);
  }

  /** Tells all faults of a monitor, retained. Lost while the broker is away: to be told again when it is back. */
  publishFaults(faults: SensorFaults): void {
    this.publish(topics.sensorFault(this.options.gatewayId, faults.sensorId), faults, true);
  }

  /**
   * Has a loudspeaker or sign say something.
   *
   * @param onDone - told whether the broker took it; not at all when this returns false
   * @returns whether there is a broker to take it
   */
  say(speakerId: string, message: SpeakerMessage, onDone: (isTaken: boolean) => void): boolean {
    if (this.client?.connected !== true) return false;
    const topic = topics.speakerSay(this.options.gatewayId, speakerId);
    this.client.publish(topic, JSON.stringify(message), { qos: 1 }, (error) => {
      onDone(error == null);
    });
    return true;
  }

  /** Takes no more, waits for what is being made durable, says offline and ends the session's connection. */
  async close(): Promise<void> {
    const { client } = this;
    if (client === null) return;
    this.isClosing = true;
    await this.batch?.drain();
    if (client.connected) {
      await client.publishAsync(topics.status(this.options.gatewayId), '{"state":"offline"}', { qos: 1, retain: true });
    }
    await client.endAsync(!client.connected);
  }

  private subscribe(client: MqttClient): void {
    const { gatewayId } = this.options;
    const wanted = [
      topics.sensorTelemetry(gatewayId, '+'),
      topics.sensorHj212(gatewayId, '+'),
      topics.cameraAnnounce(gatewayId, '+'),
      topics.speakerAck(gatewayId, '+'),
    ];
    client.subscribe(wanted, { qos: 1 }, (error, granted) => {
      const refused = granted?.find(({ qos }) => qos >= SUBSCRIPTION_REFUSED);
      if (refused !== undefined)
        this.change('down', `the broker's ACL does not let this account read ${refused.topic}`);
      else if (error == null) this.change('up', null);
      else this.change('down', `the broker refused the subscriptions: ${error.message}`);
    });
  }

  private publish(topic: string, payload: object, retain: boolean): void {
    if (this.client?.connected !== true) return;
    this.client.publish(topic, JSON.stringify(payload), { qos: 1, retain }, (error) => {
      if (error != null) this.options.log.debug({ topic, reason: error.message }, 'publish failed');
    });
  }

  private take(
    { topic, payload, messageId }: Publish,
    connection: Connection,
    batch: MessageBatch<DeviceMessage>,
  ): void {
    // What is not acknowledged comes again in the next session.
    if (this.isClosing) return;
    batch.add({ message: parseTopic(this.options.gatewayId, topic, payload), messageId, connection });
  }

  private fail(error: unknown, connection: Connection): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.options.log.error({ reason }, 'messages could not be stored; they are asked for again');
    // Without an acknowledgement the broker sends them again, but only to a new connection.
    this.reason = `messages could not be stored: ${reason}`;
    connection.destroy();
  }

  private change(state: LinkStatus['state'], reason: string | null): void {
    if (this.state === state) return;
    this.state = state;
    if (state === 'up') this.reason = null;
    const { log } = this.options;
    if (state === 'up') log.info({ state }, 'broker connected');
    else log.warn({ state, reason }, 'broker lost; it will be tried again until it answers');
    this.options.onStatus({ state, sinceMs: this.options.clock.nowMs(), reason });
  }
}
