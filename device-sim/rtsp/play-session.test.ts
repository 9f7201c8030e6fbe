import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { AccessUnit } from './access-unit.js';
import { PlaySession } from './play-session.js';
import { MAX_WAITING_BYTES, createInterleavedTransport, type RtpTransport } from './rtp-transport.js';

const clock = {
  now: 1_770_000_000_000,
  nowMs() {
    return this.now;
  },
};

function unit(isKeyframe: boolean, bytes = 10): AccessUnit {
  const nalUnit = Buffer.alloc(bytes, 1);
  nalUnit[0] = isKeyframe ? 0x65 : 0x41;
  return { nalUnits: [nalUnit], isKeyframe, pts90k: clock.now * 90 };
}

/** A transport that notes the first byte of each NAL unit, and is congested when the test says so. */
function recordingTransport() {
  const sent: string[] = [];
  const reports: Buffer[] = [];
  const state = { isCongested: false };
  const transport: RtpTransport = {
    sendRtp: (packets) => {
      for (const packet of packets) sent.push(packet[12] === 0x65 ? 'key' : 'delta');
    },
    sendRtcp: (packet) => {
      reports.push(packet);
    },
    isCongested: () => state.isCongested,
    close: () => undefined,
  };
  return { sent, reports, state, transport };
}

test('a session begins with a keyframe, and after congestion with the next one', () => {
  const { sent, state, transport } = recordingTransport();
  const session = new PlaySession({ transport, clock, canonicalName: 'cam' });
  session.send(unit(true));
  session.play();
  for (const isKeyframe of [false, false, true, false]) session.send(unit(isKeyframe));
  expect(sent).toEqual(['key', 'delta']);
  expect(session.droppedAccessUnits).toBe(0);

  state.isCongested = true;
  for (const isKeyframe of [false, true, false]) session.send(unit(isKeyframe));
  state.isCongested = false;
  for (const isKeyframe of [false, true, false]) session.send(unit(isKeyframe));
  expect(sent).toEqual(['key', 'delta', 'key', 'delta']);
  expect(session.droppedAccessUnits).toBe(4);
});

test('a sender report comes before the first picture, and every five seconds', () => {
  const { reports, transport } = recordingTransport();
  const session = new PlaySession({ transport, clock, canonicalName: 'cam' });
  session.play();
  for (let second = 0; second < 12; second += 1) {
    session.send(unit(true));
    clock.now += 1_000;
  }
  expect(reports).toHaveLength(3);
  expect(reports.map((report) => report.readUInt32BE(20))).toEqual([0, 5, 10]);
});

test('what waits for a client that never reads stays within the budget and one picture', async () => {
  const accepted: Socket[] = [];
  const server = createServer((socket) => accepted.push(socket.pause()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const transport = createInterleavedTransport(socket, { rtp: 0, rtcp: 1 });
  const session = new PlaySession({ transport, clock, canonicalName: 'cam' });
  session.play();
  let longest = 0;
  for (let picture = 0; picture < 500; picture += 1) {
    session.send(unit(picture % 10 === 0, 100_000));
    longest = Math.max(longest, socket.writableLength);
    await new Promise(setImmediate);
  }
  expect(longest).toBeGreaterThan(MAX_WAITING_BYTES);
  expect(longest).toBeLessThan(MAX_WAITING_BYTES + 110_000);
  expect(session.droppedAccessUnits).toBeGreaterThan(300);
  socket.destroy();
  for (const peer of accepted) peer.destroy();
  server.close();
});
