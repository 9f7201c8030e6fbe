export { findFfmpeg, type FfmpegBinary } from './frames/ffmpeg-binary.js';
