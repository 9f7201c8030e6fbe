import { NalType, nalTypeOf } from './nal-unit.js';

/** Sequence and picture parameter set of a stream: what a decoder needs before the first picture. */
export interface ParameterSets {
  readonly sps: Buffer;
  readonly pps: Buffer;
}

/** Dynamic payload type that H.264 is sent as. */
export const H264_PAYLOAD_TYPE = 96;
/** Control attribute of the one track, appended to the stream's URL by a client. */
export const TRACK_CONTROL = 'trackID=0';

/** The parameter sets among some NAL units; null unless both are there. */
export function findParameterSets(nalUnits: readonly Buffer[]): ParameterSets | null {
  const sps = nalUnits.find((nalUnit) => nalTypeOf(nalUnit) === NalType.sps);
  const pps = nalUnits.find((nalUnit) => nalTypeOf(nalUnit) === NalType.pps);
  return sps === undefined || pps === undefined || sps.length < 4 ? null : { sps, pps };
}

/** Session description (RFC 4566) of a live H.264 stream (RFC 6184, 8.2), with CR LF line ends. */
export function describeStream(options: {
  readonly sessionId: number;
  readonly name: string;
  readonly framesPerSecond: number;
  readonly parameterSets: ParameterSets;
}): string {
  const { sps, pps } = options.parameterSets;
  // The three bytes after the NAL header: profile_idc, constraint flags, level_idc.
  const profileLevelId = sps.subarray(1, 4).toString('hex').toUpperCase();
  const sprop = `${sps.toString('base64')},${pps.toString('base64')}`;
  return [
    'v=0',
    `o=- ${options.sessionId} 1 IN IP4 127.0.0.1`,
    `s=${options.name}`,
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    'a=range:npt=now-',
    `m=video 0 RTP/AVP ${H264_PAYLOAD_TYPE}`,
    `a=rtpmap:${H264_PAYLOAD_TYPE} H264/90000`,
    `a=fmtp:${H264_PAYLOAD_TYPE} packetization-mode=1;profile-level-id=${profileLevelId};sprop-parameter-sets=${sprop}`,
    `a=framerate:${options.framesPerSecond}`,
    `a=control:${TRACK_CONTROL}`,
    '',
  ].join('\r\n');
}
