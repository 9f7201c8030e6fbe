/** Root of every topic; the version changes only with a break in the wire format. */
export const TOPIC_ROOT = 'lamppost/v1';

/** Topics of one gateway. Levels are {@link Slug}s, so none needs escaping. */
export const topics = {
  sensorTelemetry: (gatewayId: string, sensorId: string) => `${TOPIC_ROOT}/${gatewayId}/sensors/${sensorId}/telemetry`,
  sensorFault: (gatewayId: string, sensorId: string) => `${TOPIC_ROOT}/${gatewayId}/sensors/${sensorId}/fault`,
  sensorHj212: (gatewayId: string, sensorId: string) => `${TOPIC_ROOT}/${gatewayId}/sensors/${sensorId}/hj212`,
  cameraAnnounce: (gatewayId: string, cameraId: string) => `${TOPIC_ROOT}/${gatewayId}/cameras/${cameraId}/announce`,
  speakerSay: (gatewayId: string, speakerId: string) => `${TOPIC_ROOT}/${gatewayId}/speakers/${speakerId}/say`,
  speakerAck: (gatewayId: string, speakerId: string) => `${TOPIC_ROOT}/${gatewayId}/speakers/${speakerId}/ack`,
  violation: (gatewayId: string, ruleId: string) => `${TOPIC_ROOT}/${gatewayId}/violations/${ruleId}`,
  status: (gatewayId: string) => `${TOPIC_ROOT}/${gatewayId}/status`,
} as const;
