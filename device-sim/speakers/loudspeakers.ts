import { type SpeakerAcknowledgement, SpeakerMessage, topics } from '@lamppost/contracts';
import type { MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import type { ScenarioSpeaker } from '../scenarios/scenario.js';

/** Options of {@link startLoudspeakers}. */
export interface LoudspeakersOptions {
  readonly speakers: readonly ScenarioSpeaker[];
  readonly gatewayId: string;
  readonly client: MqttClient;
  readonly log: Logger;
  /** Told when a loudspeaker has said something: those within earshot may do as they are told. */
  readonly onSaid: (speakerId: string) => void;
}

/** Lets loudspeakers hear what they are to say, say it once, and acknowledge it; a deaf one does neither. */
export async function startLoudspeakers(options: LoudspeakersOptions): Promise<void> {
  const { gatewayId, client, log, onSaid } = options;
  const hearing = options.speakers.filter(({ deaf }) => !deaf);
  if (hearing.length === 0) return;
  const byTopic = new Map(hearing.map(({ id }) => [topics.speakerSay(gatewayId, id), id]));
  const said = new Set<string>();
  client.on('message', (topic, payload) => {
    const speakerId = byTopic.get(topic);
    if (speakerId === undefined) return;
    const message = SpeakerMessage.safeParse(parseJson(payload));
    if (!message.success) {
      log.warn({ speakerId }, 'loudspeaker was told something that it cannot read');
      return;
    }
    const { reminderId, zh } = message.data;
    const answer: SpeakerAcknowledgement = { reminderId, result: 'said' };
    client.publish(topics.speakerAck(gatewayId, speakerId), JSON.stringify(answer), { qos: 1 });
    // QoS 1 may bring it twice.
    if (said.has(reminderId)) return;
    said.add(reminderId);
    log.info({ speakerId, zh }, 'loudspeaker says');
    onSaid(speakerId);
  });
  await client.subscribeAsync([...byTopic.keys()], { qos: 1 });
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
