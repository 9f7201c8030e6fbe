import { expect, test } from 'vitest';
import { readWebhookSecret, signWebhook } from './webhook-signature.js';

test('signs as Standard Webhooks says', () => {
  const secret = readWebhookSecret(`whsec_${Buffer.alloc(24, 7).toString('base64')}`) ?? Buffer.alloc(0);
  const message = { id: 'pole-1.00', sentAtMs: 1_700_000_000_999, body: '{}' };
  const headers = signWebhook(secret, message);
  expect(headers).toMatchObject({ 'webhook-id': 'pole-1.00', 'webhook-timestamp': '1700000000' });
  expect(headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  // Each part is under the signature.
  for (const change of [{ id: 'pole-1.01' }, { sentAtMs: 1_700_000_001_000 }, { body: '{ }' }])
    expect(signWebhook(secret, { ...message, ...change })['webhook-signature']).not.toBe(headers['webhook-signature']);
});

test('gives the signature of the reference implementation for its example', () => {
  const secret = readWebhookSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') ?? Buffer.alloc(0);
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', sentAtMs: 1_614_265_330_000, body: '{"test": 2432232314}' };
  expect(signWebhook(secret, message)['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test.each([
  '',
  'whsec_',
  Buffer.alloc(24).toString('base64'),
  `whsec_${Buffer.alloc(23).toString('base64')}`,
  `whsec_${Buffer.alloc(65).toString('base64')}`,
  'whsec_not base64 at all, and long enough for all that',
])('%j is no secret', (text) => {
  expect(readWebhookSecret(text)).toBeNull();
});
