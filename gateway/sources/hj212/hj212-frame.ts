import { type Span, textOf } from './span.js';

/** Bits of the header field Flag (HJ 212-2017): version in bits 7 to 2, then packets, then acknowledgement. */
export interface Hj212Flag {
  /** 0 is HJ/T 212-2005, 1 is HJ 212-2017, 2 is HJ 212-2025. */
  readonly version: number;
  /** Bit 1: PNUM and PNO are present. */
  readonly hasPacketNumbers: boolean;
  /** Bit 0: the sender wants an acknowledgement. */
  readonly needsAcknowledgement: boolean;
}

/** What the header of a frame says, as places in its bytes: text is made only of what somebody asks for. */
export interface FrameHeader {
  readonly qn: Span | null;
  readonly st: Span | null;
  readonly pw: Span | null;
  readonly mn: Span | null;
  /** Command number, 0 to 9999. */
  readonly cn: number;
  /** Flag as one number, 0 to 255; -1 when it was left out. */
  readonly flag: number;
  /** PNUM and PNO; -1 when they were left out. */
  readonly packetCount: number;
  readonly packetNumber: number;
  readonly isBackfill: boolean;
  /** Between `CP=&&` and the closing `&&`. */
  readonly parameters: Span;
}

/** A frame whose length, CRC and structure hold. Header fields are as sent; null when the sender left them out. */
export class Hj212Frame {
  constructor(
    /** Bytes that hold the frame; a cipher is deciphered in them. */
    readonly bytes: Uint8Array,
    readonly header: FrameHeader,
  ) {}

  /** Request number: the sender's Beijing time, `yyyyMMddHHmmssSSS`. An acknowledgement repeats it. */
  get qn(): string | null {
    return this.text(this.header.qn);
  }

  /** System type: 39 construction-site dust, 22 ambient air, 91 system interaction, ... */
  get st(): string | null {
    return this.text(this.header.st);
  }

  /** Command number: 2011 real-time data, 2051 minute data, 2061 hour data, ... */
  get cn(): number {
    return this.header.cn;
  }

  /** Access password of the device. Never to be logged. */
  get password(): string | null {
    return this.text(this.header.pw);
  }

  /** Number of the device, 24 characters. */
  get mn(): string | null {
    return this.text(this.header.mn);
  }

  get flag(): Hj212Flag | null {
    const { flag } = this.header;
    if (flag < 0) return null;
    // HJ 212-2017, 6.3.2: V5 V4 V3 V2 V1 V0 D A
    return { version: flag >> 2, hasPacketNumbers: (flag & 2) !== 0, needsAcknowledgement: (flag & 1) !== 0 };
  }

  /** PNUM: how many packets the message was split into. */
  get packetCount(): number | null {
    return this.header.packetCount < 0 ? null : this.header.packetCount;
  }

  /** PNO: which of them this is, from 1. */
  get packetNumber(): number | null {
    return this.header.packetNumber < 0 ? null : this.header.packetNumber;
  }

  /** RF=1 (HJ 212-2025): sent later, to fill a gap. */
  get isBackfill(): boolean {
    return this.header.isBackfill;
  }

  private text(span: Span | null): string | null {
    return span === null ? null : textOf(this.bytes, span);
  }
}

/** Why bytes are not a frame that can be read. */
export type Hj212RefusalCode =
  | 'preamble-missing'
  | 'length-invalid'
  | 'length-mismatch'
  | 'crc-not-hex'
  | 'crc-mismatch'
  | 'encrypted'
  | 'header-invalid'
  | 'parameters-invalid';

/** The bytes are refused, and are to be quarantined. */
export interface RefusedFrame {
  readonly status: 'refused';
  readonly code: Hj212RefusalCode;
  /** In words; carries no content of the frame beyond numbers and field names, since a frame holds a password. */
  readonly detail: string;
}

/** A frame, or why there is none. */
export type ParsedFrame = { readonly status: 'ok'; readonly frame: Hj212Frame } | RefusedFrame;

/** The bytes are refused. */
export function refuseFrame(code: Hj212RefusalCode, detail: string): RefusedFrame {
  return { status: 'refused', code, detail };
}
