import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ADDRESS_REFUSED, createAddressGuard, isNetwork } from './address-guard.js';

const guard = createAddressGuard(['10.20.0.0/16', 'fd00:1::/32']);

test.each([
  ...[
    '127.0.0.1',
    '10.0.0.1',
    '172.16.5.4',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
  ],
  ...[
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd12::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
  ],
  ...['64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', 'localhost', '', '1.2.3'],
])('%s is not asked', (address) => {
  expect(guard.isAllowed(address, false)).toBe(false);
});

test.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
  '%s is asked, with TLS',
  (address) => {
    expect(guard.isAllowed(address, false)).toBe(true);
    expect(guard.isAllowed(address, true)).toBe(false);
  },
);

test.each(['10.20.3.4', 'fd00:1::5', '::ffff:10.20.3.4'])('%s is of a network that was named', (address) => {
  expect(guard.isAllowed(address, true)).toBe(true);
});

test('an IPv4 address is judged the same however it is written', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.boolean(), (address, isPlain) => {
      expect(guard.isAllowed(`::ffff:${address}`, isPlain)).toBe(guard.isAllowed(address, isPlain));
    }),
  );
});

test('a name that leads inside is not connected to', async () => {
  const resolved = await new Promise<{ code: unknown; address: unknown }>((resolve) => {
    guard.lookupFor(false)('localhost', { all: true }, (error, address) => {
      resolve({ code: error?.code, address });
    });
  });
  expect(resolved).toEqual({ code: ADDRESS_REFUSED, address: '' });
});

test('a network is an address with the length of its prefix', () => {
  expect(['10.0.0.0/8', '::/0', '1.2.3.4/32'].every(isNetwork)).toBe(true);
  expect(['10.0.0.0', '10.0.0.0/33', 'town/8', '10.0.0.0/8/8', '::/129'].some(isNetwork)).toBe(false);
});
