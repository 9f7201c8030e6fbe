import type { Hj212RefusalCode } from './hj212/hj212-frame.js';
import type { ReadingRefusalCode } from './telemetry/extracted-readings.js';

/** Code of a message that is kept in quarantine because it could not be used. */
export type RefusalCode =
  | 'announce.invalid'
  | 'announce.configured'
  | 'sensor.unlisted'
  | 'hj212.no-frame'
  | 'hj212.wrong-device'
  | 'hj212.wrong-password'
  | 'hj212.unknown-device'
  | 'hj212.packet-invalid'
  | 'hj212.packets-missing'
  | 'hj212.command-unknown'
  | `hj212.${Hj212RefusalCode}`
  | `reading.${ReadingRefusalCode}`;

/** Something that a device sent and that could not be used. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly detail: string;
}

/** What a refusal means, and what mends it. */
export interface RefusalMeaning {
  readonly meaning: string;
  readonly mend: string;
}

const SEND_WHOLE = 'Check line and firmware of the monitor: the bytes were altered or cut on the way.';
const FOLLOW_HJ212 = 'Set the monitor to HJ 212-2017 or 2025.';
const SET_CLOCK = "Set the sensor's clock to Beijing time.";
const FOLLOW_SCHEMA = 'Send what the schema SensorTelemetry describes.';

/** Every code under which the gateway keeps a message apart; `docs/errors.md` says the same. */
export const REFUSALS: Readonly<Record<RefusalCode, RefusalMeaning>> = {
  'announce.invalid': {
    meaning: 'A camera announcement is not as described.',
    mend: 'Send what the schema CameraAnnouncement describes.',
  },
  'announce.configured': {
    meaning: 'A camera of the configuration file was announced.',
    mend: 'Take it out of gateway.yaml, or stop announcing it.',
  },
  'sensor.unlisted': {
    meaning: 'The sensor is not in the configuration file.',
    mend: 'Add it to sensors in gateway.yaml, with its place.',
  },
  'hj212.no-frame': { meaning: 'Bytes that are no HJ 212 frame.', mend: SEND_WHOLE },
  'hj212.wrong-device': {
    meaning: 'The MN is not the one configured.',
    mend: 'Correct mn in gateway.yaml, or the number in the monitor.',
  },
  'hj212.wrong-password': {
    meaning: 'The PW is not the one that is set for the sensor.',
    mend: "Correct password in the gateway's secrets file, or PW in the monitor.",
  },
  'hj212.unknown-device': {
    meaning: 'A monitor called in over TCP whose MN and PW belong to no sensor.',
    mend: "Set mn of the sensor in gateway.yaml, and its password in the gateway's secrets file.",
  },
  'hj212.packet-invalid': {
    meaning: 'PNUM and PNO of a packet do not go together.',
    mend: 'Check the firmware of the monitor; it should number the packets of a message from 1 to PNUM.',
  },
  'hj212.packets-missing': {
    meaning: 'Packets of a split message did not come within a minute.',
    mend: 'Check the line of the monitor; with bit 0 of Flag set it sends a lost packet again.',
  },
  'hj212.command-unknown': {
    meaning: 'The command is one that a host sends, not a monitor.',
    mend: 'Check whether the monitor is set up as a host, or its firmware.',
  },
  'hj212.preamble-missing': { meaning: 'The frame does not begin with ##.', mend: FOLLOW_HJ212 },
  'hj212.length-invalid': { meaning: 'The length is not four digits.', mend: FOLLOW_HJ212 },
  'hj212.length-mismatch': { meaning: 'The frame is not as long as it says.', mend: SEND_WHOLE },
  'hj212.crc-not-hex': { meaning: 'The CRC is not four hex digits.', mend: FOLLOW_HJ212 },
  'hj212.crc-mismatch': { meaning: 'The CRC does not fit the frame.', mend: SEND_WHOLE },
  'hj212.encrypted': {
    meaning: 'The frame is encrypted (HJ 212-2025).',
    mend: "Set sm4Key of the sensor in the gateway's secrets file, or switch encryption off in the monitor.",
  },
  'hj212.header-invalid': { meaning: 'A field before CP is wrong.', mend: FOLLOW_HJ212 },
  'hj212.parameters-invalid': { meaning: 'The segment does not end in CP=&&...&&.', mend: FOLLOW_HJ212 },
  'reading.payload-too-long': { meaning: 'The message is too long.', mend: 'Send fewer readings in one message.' },
  'reading.payload-not-json': { meaning: 'The message is not JSON in UTF-8.', mend: FOLLOW_SCHEMA },
  'reading.payload-invalid': { meaning: 'A field of the message is wrong.', mend: FOLLOW_SCHEMA },
  'reading.command-without-readings': {
    meaning: 'The command carries no readings.',
    mend: 'Let the monitor send CN 2011, 2051 or 2061.',
  },
  'reading.parameter-invalid': {
    meaning: 'A parameter is not NAME=VALUE; the others were used.',
    mend: FOLLOW_HJ212,
  },
  'reading.time-missing': { meaning: 'The message has no time.', mend: FOLLOW_HJ212 },
  'reading.time-invalid': { meaning: 'The time cannot be read.', mend: FOLLOW_HJ212 },
  'reading.time-ambiguous': { meaning: 'The message has more than one time.', mend: FOLLOW_HJ212 },
  'reading.time-ahead': { meaning: 'The time lies more than five minutes ahead.', mend: SET_CLOCK },
  'reading.factor-unknown': { meaning: 'A factor is not kept.', mend: 'Nothing to do: it is only counted.' },
  'reading.factor-duplicate': {
    meaning: 'A factor is given twice with different values.',
    mend: 'Send each factor once in a message.',
  },
  'reading.flag-unknown': { meaning: 'A data flag is unknown.', mend: 'Send one of N S F M D C T B.' },
  'reading.value-missing': { meaning: 'A factor has no value.', mend: 'Send the value, or leave the factor out.' },
  'reading.value-not-a-number': { meaning: 'A value is not a decimal number.', mend: 'Send a plain decimal number.' },
  'reading.value-out-of-range': {
    meaning: 'A value is physically impossible.',
    mend: 'Check the unit in gateway.yaml, and the sensor.',
  },
  'reading.unit-missing': {
    meaning: 'No unit is set for a particulate.',
    mend: 'Set hj212Units of the sensor in gateway.yaml.',
  },
  'reading.unit-mismatch': {
    meaning: 'The unit does not fit the factor.',
    mend: 'Send the unit that the value is in.',
  },
};
