/** Bits of the header field Flag (HJ 212-2017): version in bits 7 to 2, then packets, then acknowledgement. */
export interface Hj212Flag {
  /** 0 is HJ/T 212-2005, 1 is HJ 212-2017, 2 is HJ 212-2025. */
  readonly version: number;
  /** Bit 1: PNUM and PNO are present. */
  readonly hasPacketNumbers: boolean;
  /** Bit 0: the sender wants an acknowledgement. */
  readonly needsAcknowledgement: boolean;
}

/** One `name=value` of the command parameters, as sent. */
export interface CommandParameter {
  /** `DataTime`, `a34001-Rtd`, ... */
  readonly name: string;
  readonly value: string;
}

/** A frame whose length, CRC and structure hold. Header fields are as sent; null when the sender left them out. */
export interface Hj212Frame {
  /** Request number: the sender's Beijing time, `yyyyMMddHHmmssSSS`. An acknowledgement repeats it. */
  readonly qn: string | null;
  /** System type: 39 construction-site dust, 22 ambient air, 91 system interaction, ... */
  readonly st: string | null;
  /** Command number, four digits: 2011 real-time data, 2051 minute data, 2061 hour data, ... */
  readonly cn: string;
  /** Access password of the device. Never to be logged. */
  readonly password: string | null;
  /** Number of the device, 24 characters. */
  readonly mn: string | null;
  readonly flag: Hj212Flag | null;
  /** PNUM: how many packets the message was split into. */
  readonly packetCount: number | null;
  /** PNO: which of them this is, from 1. */
  readonly packetNumber: number | null;
  /** RF=1 (HJ 212-2025): sent later, to fill a gap. */
  readonly isBackfill: boolean;
  /** Command parameters: items (parted by `;`) of parameters (parted by `,`). */
  readonly items: readonly (readonly CommandParameter[])[];
}

/** Why bytes are not a frame that can be read. */
export type Hj212RefusalCode =
  | 'preamble-missing'
  | 'length-invalid'
  | 'length-mismatch'
  | 'terminator-missing'
  | 'crc-not-hex'
  | 'crc-mismatch'
  | 'encrypted'
  | 'header-invalid'
  | 'parameters-invalid';

/** A frame, or why there is none; refused bytes are to be quarantined. */
export type ParsedFrame =
  | { readonly status: 'ok'; readonly frame: Hj212Frame }
  | {
      readonly status: 'refused';
      readonly code: Hj212RefusalCode;
      /** In words; carries no content of the frame beyond numbers and field names, since a frame holds a password. */
      readonly detail: string;
    };

/** The bytes are refused. */
export function refuseFrame(code: Hj212RefusalCode, detail: string): ParsedFrame & { status: 'refused' } {
  return { status: 'refused', code, detail };
}
