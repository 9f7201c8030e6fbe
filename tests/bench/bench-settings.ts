import type { FfmpegBinary } from '@lamppost/detectors';

/** What every benchmark is given. */
export interface BenchSettings {
  /** Whether to do as little as shows that the benchmark works: its figures then say nothing. */
  readonly isQuick: boolean;
  readonly ffmpeg: FfmpegBinary;
  /** Folder of real pictures; null when there is none. */
  readonly dataDirectory: string | null;
  /** Folder for clips and footage, removed afterwards. */
  readonly scratch: string;
  /** Told what is being done. */
  readonly onProgress: (text: string) => void;
}
