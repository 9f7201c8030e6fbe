import { expect, test } from 'vitest';
import { parseTransportHeader } from './transport-header.js';

test.each([
  ['RTP/AVP/TCP;unicast;interleaved=2-3', { kind: 'interleaved', rtpChannel: 2, rtcpChannel: 3 }],
  ['RTP/AVP/TCP;unicast', { kind: 'interleaved', rtpChannel: 0, rtcpChannel: 1 }],
  ['RTP/AVP;unicast;client_port=5000-5001', { kind: 'udp', rtpPort: 5000, rtcpPort: 5001 }],
  ['RTP/AVP/UDP;unicast;client_port=5000', { kind: 'udp', rtpPort: 5000, rtcpPort: 5001 }],
  ['RTP/AVP;multicast,RTP/AVP/TCP;interleaved=0-1', { kind: 'interleaved', rtpChannel: 0, rtcpChannel: 1 }],
  ['RTP/AVP;multicast', null],
  ['RTP/AVP;unicast', null],
  ['RTP/AVP;unicast;client_port=53-54', null],
  ['RTP/AVP;unicast;client_port=70000-70001', null],
  ['RTP/AVP/TCP;interleaved=255-256', null],
  ['RTP/SAVP;unicast;client_port=5000-5001', null],
  ['', null],
  [undefined, null],
])('%j asks for %j', (header, requested) => {
  expect(parseTransportHeader(header)).toEqual(requested);
});
