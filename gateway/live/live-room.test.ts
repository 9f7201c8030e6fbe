import pino from 'pino';
import { expect, test } from 'vitest';
import type { LiveMessage } from '../console-shapes/live.js';
import type { LiveEncoderOptions } from './live-encoder.js';
import { LiveRooms } from './live-rooms.js';
import { LiveViewer } from './live-viewer.js';
import { PictureTaps } from './picture-taps.js';

/** A camera, encoders that note what they are given, and sockets that note what they are sent. */
function stage() {
  const taps = new PictureTaps();
  const tap = taps.of('gate');
  const encoders: { given: number[]; isKilled: boolean; options: LiveEncoderOptions }[] = [];
  const rooms = new LiveRooms({
    taps,
    ffmpegPath: 'ffmpeg',
    log: pino({ level: 'silent' }),
    encode: (_head, options) => {
      const encoder = { given: [] as number[], isKilled: false, options };
      encoders.push(encoder);
      return {
        give: ({ ptsMs }) => {
          encoder.given.push(ptsMs);
        },
        kill: () => {
          encoder.isKilled = true;
        },
      };
    },
  });
  const picture = (ptsMs: number, isRefresh: boolean) => {
    const body = Buffer.alloc(4);
    tap.picture({ ptsMs, isRefresh, isKey: isRefresh, clusterMs: ptsMs, body, picture: body, capturedAtMs: ptsMs });
  };
  const socket = () => {
    const sent: (string | Buffer)[] = [];
    const line = {
      bufferedAmount: 0,
      readyState: 1,
      OPEN: 1,
      sent,
      send: (data: string | Buffer) => sent.push(data),
    };
    return { line, viewer: new LiveViewer(line) };
  };
  return { tap, rooms, encoders, picture, socket };
}
const kinds = (sent: readonly (string | Buffer)[]) =>
  sent.map((data) => (typeof data === 'string' ? (JSON.parse(data) as LiveMessage).kind : 'packets'));
const run = (isEntry: boolean) => ({ bytes: Buffer.alloc(188), isEntry });

test('nothing is encoded before the first viewer nor after the last, and it begins at a picture that needs no other', () => {
  const { tap, rooms, encoders, picture, socket } = stage();
  tap.begin(Buffer.from('head'));
  picture(0, true);
  expect(encoders).toHaveLength(0);
  const [one, two] = [socket(), socket()];
  const leave = rooms.enter('gate', one.viewer);
  picture(40, false);
  expect(encoders).toHaveLength(0);
  picture(80, true);
  picture(120, false);
  const leaveToo = rooms.enter('gate', two.viewer);
  expect(encoders.map(({ given }) => given)).toEqual([[80, 120]]);
  encoders[0]?.options.onPackets(run(false));
  encoders[0]?.options.onPackets(run(true));
  expect(kinds(one.line.sent)).toEqual(['start', 'packets']);
  expect(kinds(two.line.sent)).toEqual(['start', 'packets']);
  leave?.();
  expect(encoders[0]?.isKilled).toBe(false);
  leaveToo?.();
  expect(encoders[0]?.isKilled).toBe(true);
  expect(rooms.watched()).toEqual([]);
});

test('when the camera goes, viewers are told, and a new stream begins when it is back', () => {
  const { tap, rooms, encoders, picture, socket } = stage();
  const { line, viewer } = socket();
  rooms.enter('gate', viewer);
  tap.begin(Buffer.from('head'));
  picture(0, true);
  tap.end();
  tap.begin(Buffer.from('another head'));
  picture(9_000, true);
  expect(encoders.map(({ isKilled }) => isKilled)).toEqual([true, false]);
  expect(kinds(line.sent)).toEqual(['start', 'gone', 'start']);
});

test('a slow line is dropped to the newest, and goes on where a decoder can', () => {
  const { line, viewer } = stage().socket();
  viewer.show(run(true));
  line.bufferedAmount = 2_000_000;
  viewer.show(run(true));
  line.bufferedAmount = 500_000;
  viewer.show(run(true));
  line.bufferedAmount = 0;
  viewer.show(run(false));
  viewer.show(run(true));
  viewer.show(run(false));
  expect(line.sent).toHaveLength(3);
  expect(viewer.dropped).toBe(3);
});

test('an encoder that fails again and again is given up, and viewers are told why', () => {
  const { tap, rooms, encoders, picture, socket } = stage();
  const { line, viewer } = socket();
  rooms.enter('gate', viewer);
  tap.begin(Buffer.from('head'));
  for (let turn = 0; turn < 5; turn += 1) {
    picture(turn * 1_000, true);
    encoders[turn]?.options.onEnd('ffmpeg ended with code 1');
  }
  expect(encoders).toHaveLength(3);
  expect(kinds(line.sent)).toEqual(['start', 'start', 'start', 'failed']);
});

test('no more are let in than there is room for', () => {
  const { rooms, socket } = stage();
  const entered = ['a', 'b', 'c', 'd', 'e'].map((camera) => rooms.enter(camera, socket().viewer) !== null);
  expect(entered).toEqual([true, true, true, true, false]);
  const viewers = Array.from({ length: 13 }, () => rooms.enter('a', socket().viewer) !== null);
  expect(viewers.filter(Boolean)).toHaveLength(12);
});
