import { hj212Crc } from '@lamppost/contracts';

/** A frame of the host. */
export interface HostCommand {
  readonly qn: string;
  readonly cn: number;
  readonly pw: string;
  readonly mn: string;
  readonly wantsAnswer: boolean;
  /** Between `CP=&&` and `&&`. */
  readonly parameters: string;
}

const AROUND_SEGMENT_BYTES = 12;

/** Reads the whole frames at the beginning of some bytes. Frames of the host are plain and end in CR LF; what is none ends the reading. */
export function readCommands(bytes: Buffer): { readonly commands: readonly HostCommand[]; readonly rest: Buffer } {
  const commands: HostCommand[] = [];
  let at = 0;
  for (;;) {
    const head = /^##(\d{4})/.exec(bytes.toString('latin1', at, at + 6));
    if (head === null) break;
    const length = Number(head[1]);
    if (at + length + AROUND_SEGMENT_BYTES > bytes.length) break;
    const segment = bytes.toString('latin1', at + 6, at + 6 + length);
    const crc = Number.parseInt(bytes.toString('latin1', at + 6 + length, at + 10 + length), 16);
    at += length + AROUND_SEGMENT_BYTES;
    const command = crc === hj212Crc(Buffer.from(segment, 'latin1')) ? parseSegment(segment) : null;
    if (command !== null) commands.push(command);
  }
  return { commands, rest: bytes.subarray(at) };
}

function parseSegment(segment: string): HostCommand | null {
  const match = /^QN=(\d{17});ST=\d+;CN=(\d{4});PW=([^;]*);MN=([^;]*);Flag=(\d+);CP=&&(.*)&&$/.exec(segment);
  if (match === null) return null;
  const [, qn = '', cn = '', pw = '', mn = '', flag = '', parameters = ''] = match;
  return { qn, cn: Number(cn), pw, mn, wantsAnswer: (Number(flag) & 1) === 1, parameters };
}
