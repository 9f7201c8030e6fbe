import { type Socket, connect, isIP } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

const PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883 };

/**
 * Begins to connect to a broker. A broker that is not who it should be is refused with an error of the socket.
 *
 * @param url `mqtt://host:port` or `mqtts://host:port`
 * @param ca authority that signed the broker's certificate, in PEM; null takes those of the system
 */
export function connectBroker(url: string, ca: Buffer | null): Socket {
  const { protocol, hostname, port } = new URL(url);
  // An IPv6 address stands in brackets.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const where = { host, port: port === '' ? (PORTS[protocol] ?? 0) : Number(port) };
  if (protocol !== 'mqtts:') return connect(where);
  return connectSecurely({
    ...where,
    // A name alone can be told to the broker: RFC 6066, 3.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === null ? {} : { ca }),
  });
}
