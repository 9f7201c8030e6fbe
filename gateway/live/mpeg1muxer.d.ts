declare module 'node-rtsp-stream/mpeg1muxer.js' {
  import type { ChildProcessWithoutNullStreams } from 'node:child_process';
  import type { EventEmitter } from 'node:events';

  /** An ffmpeg that makes MPEG-1 of what it reads at `url`. */
  export default class Mpeg1Muxer extends EventEmitter<{ mpeg1data: [Buffer] }> {
    constructor(options: {
      readonly url: string;
      readonly ffmpegPath: string;
      readonly ffmpegOptions: Readonly<Record<string, string>>;
    });
    readonly stream: ChildProcessWithoutNullStreams;
  }
}
