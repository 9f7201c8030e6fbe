import { readFileSync } from 'node:fs';
import { AnnexBSplitter, startRtspServer } from '@lamppost/device-sim';
import pino from 'pino';
import { z } from 'zod';
import { ReplaySource } from './replay-source.js';

// A process of its own that plays a clip as RTSP cameras: what it costs is not the product's.

const Order = z.object({
  file: z.string(),
  cameras: z.int().min(1),
  framesPerSecond: z.number(),
  username: z.string(),
  password: z.string(),
});
const { file, cameras, framesPerSecond, ...credentials } = Order.parse(JSON.parse(process.argv[2] ?? ''));

const splitter = new AnnexBSplitter();
const units = [...splitter.push(readFileSync(file), 0), ...splitter.flush()];
const server = await startRtspServer({
  host: '127.0.0.1',
  port: 0,
  credentials,
  log: pino({ level: 'silent' }),
});
for (let camera = 0; camera < cameras; camera += 1) {
  // Each begins with a key frame: before the first one, a camera has nothing to describe.
  const first = units.findLastIndex(
    ({ isKeyframe }, index) => isKeyframe && index <= (camera * units.length) / cameras,
  );
  server.addStream(`cam-${camera}`, new ReplaySource(units, framesPerSecond, first));
}
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);
// The parent holds this end open as long as it needs the cameras.
process.stdin.resume().on('end', () => process.exit(0));
