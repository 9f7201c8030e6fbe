import { createRequire } from 'node:module';

const installer = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };

/** The ffmpegs that the product runs with: the system's, and the old one that an npm package ships. Name and file to start. */
export const BOTH_FFMPEGS = [
  ["the system's ffmpeg", 'ffmpeg'],
  ["npm's ffmpeg", installer.path],
] as const;
