import type { VideoTrack } from './video-track.js';

/** NAL unit type of a slice of an instantaneous decoder refresh picture: Rec. ITU-T H.264, table 7-1. */
const H264_IDR = 5;
const H264_SLICES = { first: 1, last: 5 } as const;
/** The same, and broken links, of Rec. ITU-T H.265, table 7-1; types below 32 are slices. */
const H265_REFRESH = { first: 16, last: 20 } as const;
const H265_SLICES = { first: 0, last: 31 } as const;

/**
 * Whether a picture makes a decoder forget all others: it, and all that follow, can be decoded without anything before it. Less than a
 * key frame is: streams that refresh a stripe at a time mark key frames, too, of which none is whole by itself.
 */
export function isRefreshPicture(picture: Buffer, { codec, lengthBytes }: VideoTrack): boolean {
  if (codec === 'other') return true;
  for (let at = 0; at + lengthBytes < picture.length;) {
    const first = picture[at + lengthBytes] ?? 0;
    const type = codec === 'h264' ? first & 0x1f : (first >> 1) & 0x3f;
    const slices = codec === 'h264' ? H264_SLICES : H265_SLICES;
    if (type >= slices.first && type <= slices.last)
      return codec === 'h264' ? type === H264_IDR : type >= H265_REFRESH.first && type <= H265_REFRESH.last;
    at += lengthBytes + picture.readUIntBE(at, lengthBytes);
  }
  return false;
}
