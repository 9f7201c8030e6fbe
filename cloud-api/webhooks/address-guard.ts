import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses that are not of the public internet (RFC 6890 and the registries of IANA). */
const SPECIAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  ...['::/128', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16'],
  ...['fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
];
/** Code of the error by which a connection to an address that may not be asked fails. */
export const ADDRESS_REFUSED = 'ERR_ADDRESS_REFUSED';

/** Tells which addresses may be asked on behalf of somebody who named them. */
export interface AddressGuard {
  /** Whether an address may be: `isPlain` without TLS, which is for the town's own networks alone. */
  isAllowed(address: string, isPlain: boolean): boolean;
  /** Resolves names for a connection to addresses alone that may be asked: it is those that are then connected to. */
  lookupFor(isPlain: boolean): LookupFunction;
}

/** Whether a text is a network, as in `10.20.0.0/16`. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const bits = isIP(address) === 6 ? 128 : isIP(address) === 4 ? 32 : -1;
  return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** An IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`, `::ffff:a00:1`) as itself. */
function unwrap(address: string): string {
  if (isIP(address) !== 6) return address;
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, '')}]/`);
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname);
  if (mapped === null) return hostname.slice(1, -1);
  const [high = 0, low = 0] = mapped.slice(1).map((part) => Number.parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/**
 * Keeps requests that people cause away from the inside of the network (server-side request forgery): only public addresses are asked, and those of
 * networks that whoever runs the cloud named.
 */
export function createAddressGuard(networks: readonly string[]): AddressGuard {
  const special = listOf(SPECIAL);
  const own = listOf(networks);
  const isAllowed: AddressGuard['isAllowed'] = (address, isPlain) => {
    const plain = unwrap(address);
    const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(plain) === 0) return false;
    if (own.check(plain, family)) return true;
    return !isPlain && !special.check(plain, family);
  };
  return {
    isAllowed,
    lookupFor: (isPlain) => (hostname, options, callback) => {
      const all = { ...options, all: true } as const;
      lookup(hostname, all, (error, found: LookupAddress[]) => {
        if (error !== null) {
          callback(error, '');
          return;
        }
        const allowed = found.filter(({ address }) => isAllowed(address, isPlain));
        const [first] = allowed;
        if (first === undefined)
          callback(Object.assign(new Error('the address may not be asked'), { code: ADDRESS_REFUSED }), '');
        else if (options.all === true) callback(null, allowed);
        else callback(null, first.address, first.family);
      });
    },
  };
}
