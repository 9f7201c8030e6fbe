/** What a client asks for in the `Transport` header of SETUP. */
export type RequestedTransport =
  | { readonly kind: 'interleaved'; readonly rtpChannel: number; readonly rtcpChannel: number }
  | { readonly kind: 'udp'; readonly rtpPort: number; readonly rtcpPort: number };

function parsePair(text: string | undefined, lowest: number, highest: number): [number, number] | null {
  const [, first, second] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text ?? '') ?? [];
  if (first === undefined) return null;
  const pair: [number, number] = [Number(first), second === undefined ? Number(first) + 1 : Number(second)];
  return pair.every((value) => value >= lowest && value <= highest) ? pair : null;
}

function parseOne(specification: string): RequestedTransport | null {
  const [protocol = '', ...parameters] = specification.split(';').map((part) => part.trim().toLowerCase());
  const valueOf = (name: string): string | undefined =>
    parameters.find((parameter) => parameter.startsWith(`${name}=`))?.slice(name.length + 1);
  if (parameters.includes('multicast')) return null;
  if (protocol === 'rtp/avp/tcp') {
    const channels = parsePair(valueOf('interleaved') ?? '0-1', 0, 255);
    return channels === null ? null : { kind: 'interleaved', rtpChannel: channels[0], rtcpChannel: channels[1] };
  }
  if (protocol === 'rtp/avp' || protocol === 'rtp/avp/udp') {
    // Ports below 1024 belong to services that never asked for a camera's picture.
    const ports = parsePair(valueOf('client_port'), 1024, 65_535);
    return ports === null ? null : { kind: 'udp', rtpPort: ports[0], rtcpPort: ports[1] };
  }
  return null;
}

/** The first of the offered transports (RFC 2326, 12.39) that is supported: interleaved TCP, or unicast UDP; null when none is. */
export function parseTransportHeader(header: string | undefined): RequestedTransport | null {
  for (const specification of header?.split(',') ?? []) {
    const requested = parseOne(specification);
    if (requested !== null) return requested;
  }
  return null;
}
