import { CameraAnnouncement, type EvidenceDevice, type LegalStatus } from '@lamppost/contracts';
import type { GatewayConfig, SensorConfig } from '../config/gateway-config.js';
import type { RefusalCode } from './refusal-catalogue.js';

const NOTHING_REVIEWED: LegalStatus = {
  deviceLegalReview: false,
  deviceTechReview: false,
  sitePublished: false,
  signagePosted: false,
};

/** What came of an announcement. */
export type AnnounceResult =
  | { readonly status: 'opened' | 'changed' | 'unchanged' | 'withdrawn' }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly detail: string };

/** The cameras and sensors this gateway knows: those of its configuration, and cameras that announced themselves. */
export class DeviceRegistry {
  private readonly announced = new Map<string, CameraAnnouncement>();
  private readonly sensors: ReadonlyMap<string, SensorConfig>;

  constructor(private readonly config: GatewayConfig) {
    this.sensors = new Map(config.sensors.map((sensor) => [sensor.id, sensor]));
  }

  /** Takes an announcement as it came; an empty payload withdraws the camera. A configured camera cannot be announced away. */
  announce(cameraId: string, payload: Buffer): AnnounceResult {
    if (this.config.cameras.some((camera) => camera.id === cameraId)) {
      return {
        status: 'refused',
        code: 'announce.configured',
        detail: `camera ${cameraId} is set in the configuration file`,
      };
    }
    if (payload.length === 0) return { status: this.announced.delete(cameraId) ? 'withdrawn' : 'unchanged' };
    const parsed = CameraAnnouncement.safeParse(parseJson(payload));
    if (!parsed.success) {
      const detail = parsed.error.issues
        .map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`)
        .join('; ');
      return { status: 'refused', code: 'announce.invalid', detail };
    }
    const before = this.announced.get(cameraId);
    this.announced.set(cameraId, parsed.data);
    if (before === undefined) return { status: 'opened' };
    return { status: before.rtspUrl === parsed.data.rtspUrl ? 'unchanged' : 'changed' };
  }

  /** The sensor of the configuration; null when it is not listed. */
  sensor(sensorId: string): SensorConfig | null {
    return this.sensors.get(sensorId) ?? null;
  }

  /** Address of a camera's stream; null when it is not known. */
  rtspUrl(cameraId: string): string | null {
    return this.camera(cameraId)?.rtspUrl ?? null;
  }

  /** A device as evidence describes it; null when it is not known any more. */
  describe(sourceId: string): EvidenceDevice | null {
    const sensor = this.sensors.get(sourceId);
    if (sensor !== undefined) {
      const { deviceCode, place, legalStatus } = sensor;
      return { sourceId, deviceCode, place, bearingDeg: null, legalStatus };
    }
    const camera = this.camera(sourceId);
    if (camera === null) return null;
    const { deviceCode, place, bearingDeg, legalStatus } = camera;
    return { sourceId, deviceCode, place, bearingDeg, legalStatus };
  }

  private camera(cameraId: string): (CameraAnnouncement & { legalStatus: LegalStatus }) | null {
    const configured = this.config.cameras.find((camera) => camera.id === cameraId);
    if (configured !== undefined) return configured;
    const announced = this.announced.get(cameraId);
    if (announced === undefined) return null;
    return { ...announced, legalStatus: this.config.announcedLegalStatus[cameraId] ?? NOTHING_REVIEWED };
  }
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
