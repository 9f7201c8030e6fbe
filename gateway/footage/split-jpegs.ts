/** End of one JPEG and beginning of the next. Within a picture's data 0xff is always followed by 0 or by a restart marker. */
const SEAM = Buffer.from([0xff, 0xd9, 0xff, 0xd8]);

/** Cuts pictures apart that ffmpeg wrote one after another. */
export function splitJpegs(bytes: Buffer): Buffer[] {
  if (bytes.length === 0) return [];
  const pictures: Buffer[] = [];
  let start = 0;
  for (let seam = bytes.indexOf(SEAM); seam !== -1; seam = bytes.indexOf(SEAM, start)) {
    pictures.push(bytes.subarray(start, seam + 2));
    start = seam + 2;
  }
  return [...pictures, bytes.subarray(start)];
}
