import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { findFfmpeg, type FfmpegBinary } from '@lamppost/detectors/ffmpeg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { FfmpegSource } from '../camera/ffmpeg-source.js';
import { systemClock } from '../clock.js';
import type { AccessUnit, AccessUnitListener, AccessUnitSource } from './access-unit.js';
import { digestResponse } from './digest.js';
import { startRtspServer, type RtspServer } from './rtsp-server.js';

const execute = promisify(execFile);
const credentials = { username: 'camera', password: 'a-password-for-tests' };
const log = pino({ level: 'silent' });

/** A source that sends what the test tells it to. */
class ScriptedSource implements AccessUnitSource {
  readonly framesPerSecond = 10;
  readonly listeners = new Set<AccessUnitListener>();
  #pts90k = 90_000;

  subscribe(listener: AccessUnitListener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  send(isKeyframe: boolean, sliceBytes: number): void {
    const slice = Buffer.alloc(sliceBytes, 1);
    slice[0] = isKeyframe ? 0x65 : 0x41;
    const sets = isKeyframe ? [Buffer.from([0x67, 0x42, 0xc0, 0x1f, 1]), Buffer.from([0x68, 0xce])] : [];
    const unit: AccessUnit = { nalUnits: [...sets, slice], isKeyframe, pts90k: (this.#pts90k += 9000) };
    for (const listener of [...this.listeners]) listener.onAccessUnit(unit);
  }
}

let ffmpeg: FfmpegBinary;
let server: RtspServer;
let camera: FfmpegSource;
const scripted = new ScriptedSource();
const sockets: Socket[] = [];

beforeAll(async () => {
  ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  server = await startRtspServer({ host: '127.0.0.1', port: 0, credentials, log, sessionTimeoutMs: 60_000 });
  camera = new FfmpegSource({
    ffmpeg,
    inputArguments: ['-re', '-f', 'lavfi', '-i', 'testsrc=size=1280x720:rate=10'],
    framesPerSecond: 10,
    playsOnce: false,
    clock: systemClock,
    log,
  });
  server.addStream('street-cam', camera);
  server.addStream('scripted', scripted);
  await camera.start();
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(async () => {
  await camera.stop();
  await server.close();
});

function url(path: string, password = credentials.password): string {
  return `rtsp://${credentials.username}:${password}@127.0.0.1:${server.port}/${path}`;
}

/** A client that speaks RTSP by hand over one connection. */
class HandClient {
  #cseq = 0;
  #received = Buffer.alloc(0);
  readonly #challenge = { realm: '', nonce: '' };

  private constructor(
    readonly socket: Socket,
    readonly port: number,
  ) {
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
    socket.on('error', () => undefined);
  }

  static async connect(port: number): Promise<HandClient> {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    await once(socket, 'connect');
    return new HandClient(socket, port);
  }

  async raw(text: string): Promise<string> {
    this.#received = Buffer.alloc(0);
    this.socket.write(text);
    await expect.poll(() => this.#received.includes('\r\n\r\n') || this.socket.readableEnded).toBe(true);
    return this.#received.toString('latin1');
  }

  async ask(method: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    const uri = `rtsp://127.0.0.1:${this.port}/${path}`;
    this.#cseq += 1;
    const response = digestResponse(credentials, { ...this.#challenge, method, uri });
    const login = `Digest username="${credentials.username}", realm="${this.#challenge.realm}", nonce="${this.#challenge.nonce}", uri="${uri}", response="${response}"`;
    const lines = Object.entries({
      CSeq: String(this.#cseq),
      ...(this.#challenge.nonce === '' ? {} : { Authorization: login }),
      ...headers,
    });
    return this.raw(
      `${method} ${uri} RTSP/1.0\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
  }

  async logIn(path: string): Promise<void> {
    const refused = await this.ask('DESCRIBE', path);
    expect(refused).toContain('RTSP/1.0 401');
    this.#challenge.realm = /realm="([^"]+)"/.exec(refused)?.[1] ?? '';
    this.#challenge.nonce = /nonce="([^"]+)"/.exec(refused)?.[1] ?? '';
  }

  async play(path: string): Promise<string> {
    await this.logIn(path);
    const setUp = await this.ask('SETUP', `${path}/trackID=0`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
    const session = /Session: (\w+)/.exec(setUp)?.[1] ?? '';
    expect(await this.ask('PLAY', path, { Session: session })).toContain('RTSP/1.0 200');
    return session;
  }
}

test.each(['tcp', 'udp'])('ffmpeg plays and decodes the stream over %s', async (transport) => {
  const args = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-rtsp_transport', transport];
  const { stdout } = await execute(
    ffmpeg.path,
    [...args, '-i', url('street-cam'), '-frames:v', '12', '-f', 'framemd5', '-'],
    { timeout: 25_000 },
  );
  const frames = stdout.split('\n').filter((line) => line.startsWith('0,'));
  expect(frames).toHaveLength(12);
  expect(frames.every((line) => line.includes(String((1280 * 720 * 3) / 2)))).toBe(true);
});

test('several clients play one path at once', async () => {
  const play = async () => {
    const args = ['-nostdin', '-loglevel', 'error', '-rtsp_transport', 'tcp', '-i', url('street-cam')];
    const { stdout } = await execute(ffmpeg.path, [...args, '-c', 'copy', '-frames:v', '5', '-f', 'h264', '-'], {
      timeout: 25_000,
      encoding: 'buffer',
    });
    return stdout.length;
  };
  const sizes = await Promise.all([play(), play(), play()]);
  expect(Math.min(...sizes)).toBeGreaterThan(1000);
});

test('ffprobe sees H.264 of 1280x720', async (context) => {
  const ffprobe = await execute('ffprobe', ['-version']).catch(() => null);
  if (ffprobe === null && process.env.CI !== 'true') context.skip('ffprobe is not installed (apt install ffmpeg)');
  const show = ['-show_entries', 'stream=codec_name,profile,width,height', '-of', 'json'];
  const { stdout } = await execute('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', ...show, url('street-cam')], {
    timeout: 25_000,
  });
  expect(JSON.parse(stdout)).toMatchObject({
    streams: [{ codec_name: 'h264', profile: 'Constrained Baseline', width: 1280, height: 720 }],
  });
});

test('a wrong password is answered by 401', async () => {
  const child = spawn(ffmpeg.path, ['-nostdin', '-i', url('street-cam', 'wrong-password'), '-f', 'null', '-']);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  expect(code).not.toBe(0);
  expect(complaint).toContain('401');
});

test('nothing but OPTIONS is answered without a login', async () => {
  const client = await HandClient.connect(server.port);
  expect(await client.ask('OPTIONS', 'scripted')).toContain('RTSP/1.0 200');
  for (const method of ['DESCRIBE', 'SETUP', 'PLAY', 'TEARDOWN', 'GET_PARAMETER', 'RECORD'])
    expect(await client.ask(method, 'scripted')).toContain('RTSP/1.0 401');
});

test.each([
  ['garbage', 'hello\r\n\r\n'],
  ['HTTP', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a request without CSeq', 'OPTIONS * RTSP/1.0\r\n\r\n'],
])('%s is answered by 400, and the server goes on', async (_name, text) => {
  const client = await HandClient.connect(server.port);
  expect(await client.raw(text)).toContain('RTSP/1.0 400');
  const next = await HandClient.connect(server.port);
  expect(await next.ask('OPTIONS', 'scripted')).toContain('RTSP/1.0 200');
});

test('requests that make no sense get the status that says why', async () => {
  scripted.send(true, 100);
  const client = await HandClient.connect(server.port);
  await client.logIn('scripted');
  expect(await client.ask('DESCRIBE', 'nowhere')).toContain('RTSP/1.0 404');
  expect(await client.ask('RECORD', 'scripted')).toContain('RTSP/1.0 405');
  expect(await client.ask('PLAY', 'scripted', { Session: 'none' })).toContain('RTSP/1.0 454');
  expect(await client.ask('SETUP', 'scripted', { Transport: 'RTP/AVP;multicast' })).toContain('RTSP/1.0 461');
  const transport = { Transport: 'RTP/AVP/TCP;interleaved=0-1' };
  expect(await client.ask('SETUP', 'scripted', { ...transport, Session: 'none' })).toContain('RTSP/1.0 455');
});

test('a session is kept alive, paused and torn down', async () => {
  scripted.send(true, 100);
  const client = await HandClient.connect(server.port);
  const session = await client.play('scripted');
  expect(await client.ask('GET_PARAMETER', 'scripted', { Session: session })).toContain(
    `Session: ${session};timeout=60`,
  );
  expect(await client.ask('PAUSE', 'scripted', { Session: session })).toContain('RTSP/1.0 200');
  expect(await client.ask('TEARDOWN', 'scripted', { Session: session })).toContain('RTSP/1.0 200');
  expect(await client.ask('GET_PARAMETER', 'scripted', { Session: session })).toContain('RTSP/1.0 454');
});

test('a client that does not read misses pictures, which are counted', async () => {
  scripted.send(true, 100);
  const slow = await HandClient.connect(server.port);
  await slow.play('scripted');
  slow.socket.pause();
  const before = server.droppedAccessUnits();
  for (let picture = 0; picture < 300; picture += 1) {
    scripted.send(picture % 10 === 0, 200_000);
    await new Promise(setImmediate);
  }
  slow.socket.destroy();
  await expect.poll(() => server.droppedAccessUnits() - before).toBeGreaterThan(200);
});

test('a client that is silent for the session timeout is hung up on', async () => {
  const impatient = await startRtspServer({ host: '127.0.0.1', port: 0, credentials, log, sessionTimeoutMs: 200 });
  try {
    impatient.addStream('scripted', scripted);
    scripted.send(true, 100);
    const client = await HandClient.connect(impatient.port);
    await client.play('scripted');
    await once(client.socket, 'close');
  } finally {
    await impatient.close();
  }
});

test('a path that is withdrawn says goodbye to its clients and is gone', async () => {
  const source = new ScriptedSource();
  server.addStream('leaving', source);
  expect(() => {
    server.addStream('leaving', source);
  }).toThrow('taken');
  source.send(true, 100);
  const client = await HandClient.connect(server.port);
  await client.play('leaving');
  const ended = once(client.socket, 'end');
  for (const listener of [...source.listeners]) listener.onEnd();
  await ended;
  expect(source.listeners.size).toBe(0);
  const next = await HandClient.connect(server.port);
  await next.logIn('leaving');
  expect(await next.ask('DESCRIBE', 'leaving')).toContain('RTSP/1.0 404');
});
