import {
  CameraAnnouncement,
  DeviceCode,
  Factor,
  LegalStatus,
  Place,
  SignatureAlgorithm,
  Slug,
  TelemetryUnit,
} from '@lamppost/contracts';
import { z } from 'zod';
import { TimeZone } from '../rules/document/calendar-settings.js';
import { FaultOptions } from '../sources/faults/fault-options.js';

const legalStatus = LegalStatus.partial()
  .transform((given) => ({
    deviceLegalReview: given.deviceLegalReview ?? false,
    deviceTechReview: given.deviceTechReview ?? false,
    sitePublished: given.sitePublished ?? false,
    signagePosted: given.signagePosted ?? false,
    ...(given.records === undefined ? {} : { records: given.records }),
  }))
  .prefault({});

/** A camera of the configuration file; one announced over MQTT needs no entry. */
const CameraConfig = CameraAnnouncement.extend({ id: Slug, legalStatus });

/** A dust monitor. It must be listed here: readings of an unlisted one are refused, for their unit and place would be a guess. */
const SensorConfig = z.strictObject({
  id: Slug,
  deviceCode: DeviceCode.nullable().default(null),
  place: Place,
  /** Unit that the maker sends each factor in by HJ 212, which has no field for it. */
  hj212Units: z.partialRecord(Factor, TelemetryUnit).default({}),
  /** HJ 212 device number; frames of another number are refused. Over TCP a monitor is known by it. */
  mn: z.string().min(1).max(24).nullable().default(null),
  /** HJ 212 data that become readings: 2011 real-time, 2051 minute, 2061 hour. By default the finest that comes. */
  hj212Commands: z
    .array(z.union([z.literal(2011), z.literal(2051), z.literal(2061)]))
    .min(1)
    .optional(),
  /** Whether it measures dust by light, which takes droplets for dust in air above 90 %RH. */
  isOptical: z.boolean().default(true),
  /** How long a reading may be overtaken by newer ones, in seconds, before the rules go on without it; 15 by default. */
  lateSeconds: z.number().min(0).max(300).optional(),
  /** When it counts as faulty. */
  faults: FaultOptions.prefault({}),
  legalStatus,
});
export type SensorConfig = z.infer<typeof SensorConfig>;

/** `host` or `host:port` of a time server; 123 where no port is given. */
const NtpServer = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?$/, 'the name or IPv4 address of a time server')
  .transform((text) => {
    const [host = '', port = '123'] = text.split(':');
    return { host, port: Number(port) };
  })
  .refine(({ port }) => port >= 1 && port <= 65_535, 'a port from 1 to 65535');

/** A detector of one's own. Paths are relative to the configuration file. */
const ModelConfig = z.strictObject({
  file: z.string().min(1),
  /** What the file does not say of itself; by default the file's own name with `.yaml`, if that is there. */
  sidecar: z.string().min(1).optional(),
  /** Whether no object of the default model is used any more; its scores of fire and smoke stay. */
  replaceDefault: z.boolean().default(false),
});

/** Where monitors that speak HJ 212 call in over TCP. Each proves itself by MN and PW; the passwords are secrets. */
const Hj212TcpConfig = z.strictObject({
  /** Address to listen on: that of the network that the monitors are in. */
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65535),
  /** Connections at a time, at most. */
  maxConnections: z.int().min(1).max(2048).default(128),
  /** A connection on which nothing came for so long is closed. */
  idleSeconds: z.number().min(1).max(86_400).default(900),
  /** The rest of a frame that has begun must come within this time. */
  partialFrameSeconds: z.number().min(0.05).max(60).default(10),
  /** A monitor must say who it is within this time. */
  identifySeconds: z.number().min(0.05).max(600).default(60),
  /** How often the clock of a monitor is asked for (CN 1011), from its call on; 0 never asks. */
  clockCheckSeconds: z.number().min(0).max(604_800).default(86_400),
  /** A clock further off than this is set (CN 1012); null sets it only when the monitor asks for it (CN 1013). */
  clockSetAboveSeconds: z.number().min(1).nullable().default(null),
});
export type Hj212TcpConfig = z.infer<typeof Hj212TcpConfig>;

/** The gateway's configuration file, `gateway.yaml`. Secrets are not part of it: they come from the environment. */
export const GatewayConfig = z
  .strictObject({
    gatewayId: Slug,
    /** Directory for keys, spool, ring and time series; made when missing. Relative to the configuration file. */
    dataDirectory: z.string().min(1),
    /** The rule document, relative to the configuration file. */
    rulesFile: z.string().min(1),
    mqtt: z.strictObject({
      url: z.url({ protocol: /^mqtts?$/, error: 'an address that starts with mqtt:// or mqtts://' }),
      username: z.string().min(1),
      /** PEM file of the authority that signed the broker's certificate; relative to the configuration file. */
      caFile: z.string().min(1).optional(),
      protocolVersion: z.union([z.literal(4), z.literal(5)]).default(4),
    }),
    cloud: z.strictObject({
      url: z.url({ protocol: /^https?$/, error: 'an address that starts with http:// or https://' }),
      /** A line that is paid by the byte; left out, it is not metered. */
      metered: z
        .strictObject({
          /** Bytes of packages a local day; what is beyond waits for the next. What the cloud did not confirm, and headers, come on top. */
          dailyBytes: z.int().min(1_000_000),
          /** Whether a clip that somebody waits for goes at once, though the bytes of the day are spent; it is counted. */
          wantedAtOnce: z.boolean().default(true),
          /** Zone in which the day begins. */
          timeZone: TimeZone.default('Asia/Shanghai'),
        })
        .optional(),
    }),
    /** What is taken from the cloud instead of from files on the box. */
    fleet: z
      .strictObject({
        /** Rules; the rule file holds until the cloud assigns some. */
        rules: z.boolean().default(false),
        /** Cameras, monitors and rates, laid over this file. */
        configuration: z.boolean().default(false),
        /** How often the cloud is asked, on the average. */
        pollSeconds: z.number().min(5).max(3_600).default(60),
        /** A configuration with which the gateway does not reach the cloud within so many minutes is given up. */
        probationMinutes: z.number().min(1).max(1_440).default(10),
      })
      .prefault({}),
    http: z
      .strictObject({
        host: z.string().default('127.0.0.1'),
        port: z.int().min(0).max(65535).default(9100),
        /** Certificate and key, PEM, relative to the configuration file; left out, it is plain HTTP. */
        tls: z.strictObject({ certFile: z.string().min(1), keyFile: z.string().min(1) }).optional(),
        /** Whether other machines may use the operators' page without TLS: for a network that is trusted, or behind a proxy on another machine. */
        consoleOverPlainHttp: z.boolean().default(false),
      })
      .prefault({}),
    /** Off unless it is there. */
    hj212Tcp: Hj212TcpConfig.optional(),
    /** Looks each camera gets per second, at most. */
    looksPerSecond: z.number().min(0.2).max(25).default(5),
    /** Detectors that look besides the default one, and take its place for the labels that they have. */
    models: z.array(ModelConfig).max(4).default([]),
    /** Threads that run the models. */
    inferenceThreads: z.int().min(1).max(64).default(1),
    /** Bytes of recent footage kept per camera, at most; how long is taken from the rules. */
    ringBytesPerCamera: z.int().min(10_000_000).default(1_000_000_000),
    /** Bytes of packages that may wait for the cloud; beyond, the slightest and oldest are given up, and the chain says so. */
    spoolBytes: z.int().min(1_000_000).default(4_000_000_000),
    /** Bytes of the data directory's disk that are to stay free: with less, waiting packages do not grow any more. */
    diskReserveBytes: z.int().min(0).default(100_000_000),
    /** Days that packages are kept on the box which the cloud refused, or the index can't explain; each deletion is logged. */
    keptPackageDays: z.number().min(1).max(3650).default(30),
    /** Days that readings are kept on the box. */
    readingDays: z.number().min(1).max(3650).default(30),
    /** Bytes that they may take; above it the oldest go. */
    readingBytes: z.int().min(10_000_000).default(2_000_000_000),
    /** What the rules are given and find, recorded so that other rules can be tried on it. It holds no pictures. */
    eventLog: z
      .strictObject({
        /** Bytes on the disk, at most; above it the oldest part goes. */
        bytes: z.int().min(10_000_000).default(2_000_000_000),
        /** Days that it is kept, if the bytes hold them. */
        days: z.number().min(1).max(365).default(14),
      })
      .prefault({}),
    /** How the gateway signs. It decides about a key that is made; a key that is there is changed by `rotate-key`. */
    signature: SignatureAlgorithm.default('Ed25519'),
    /** Time servers that are asked how far the clock is off; the first that answers counts, and evidence says so. */
    ntpServers: z.array(NtpServer).max(8).default([]),
    influx: z
      .strictObject({ url: z.url(), database: z.string().min(1), username: z.string().min(1).optional() })
      .optional(),
    cameras: z.array(CameraConfig).max(64).default([]),
    sensors: z.array(SensorConfig).max(1024).default([]),
    /** Legal status of cameras that announce themselves, by camera ID; the box does not take a device's own word for it. */
    announcedLegalStatus: z.record(Slug, legalStatus).default({}),
  })
  .superRefine((config, context) => {
    const numbers = new Set<string>();
    config.sensors.forEach(({ mn }, index) => {
      const number = mn?.toUpperCase();
      if (number === undefined) return;
      if (numbers.has(number))
        context.addIssue({
          code: 'custom',
          path: ['sensors', index, 'mn'],
          message: `"${number}" is the number of another sensor too; over TCP a monitor is known by it, so give each its own`,
        });
      numbers.add(number);
    });
    for (const list of ['cameras', 'sensors'] as const) {
      const seen = new Set<string>();
      config[list].forEach((entry, index) => {
        if (seen.has(entry.id))
          context.addIssue({
            code: 'custom',
            path: [list, index, 'id'],
            message: `"${entry.id}" is listed twice; give each its own id`,
          });
        seen.add(entry.id);
      });
    }
  });
export type GatewayConfig = z.infer<typeof GatewayConfig>;
