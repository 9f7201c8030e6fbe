import { z } from 'zod';
import { Place } from './geometry.js';
import { DeviceCode } from './identifiers.js';

/** RTSP address of a camera's stream. */
export const RtspUrl = z.url({ protocol: /^rtsps?$/, error: 'an address that starts with rtsp:// or rtsps://' });
export type RtspUrl = z.infer<typeof RtspUrl>;

/** JSON payload of the retained `lamppost/v1/{gatewayId}/cameras/{cameraId}/announce`. An empty payload withdraws the camera. */
export const CameraAnnouncement = z.strictObject({
  rtspUrl: RtspUrl,
  deviceCode: DeviceCode.nullable(),
  place: Place,
  /** Bearing of the view, degrees clockwise from north. */
  bearingDeg: z.number().min(0).max(360).nullable(),
});
export type CameraAnnouncement = z.infer<typeof CameraAnnouncement>;
