/** Every so many cells are asked: enough for a median, and not in columns of a picture of any usual width. */
const STRIDE = 3;
const LARGEST = 255;
/** Either half of the cells must be this share of all, for its median to be believed. */
const MIN_SHARE = 0.1;
/** Least distance of the halves' mean luma by which a gain can be told. */
const MIN_DISTANCE = 16;

// How many cells became brighter by how much. Written anew by each call, and never read by another.
const dark = new Int32Array(2 * LARGEST + 1);
const bright = new Int32Array(2 * LARGEST + 1);

function medianOf(histogram: Int32Array, count: number): number {
  let left = count / 2;
  for (let step = 0; step < histogram.length; step += 1) {
    left -= histogram[step] ?? 0;
    if (left <= 0) return step - LARGEST;
  }
  return 0;
}

function meanOf(luma: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (let cell = 0; cell < luma.length; cell += STRIDE, count += 1) sum += luma[cell] ?? 0;
  return sum / count;
}

/**
 * Brings a background to the light of the picture: clouds, exposure and gain change all cells alike, the bright ones more. The change of
 * most cells is taken for that of the light, apart for the darker and the brighter ones; what moves is seldom the most of either.
 *
 * @param background - luma of each cell; written
 * @param difference - what the picture's cells are brighter by than the background; written, becomes what the light does not explain
 */
export function followLight(background: Float32Array, difference: Float32Array): void {
  const mean = meanOf(background);
  dark.fill(0);
  bright.fill(0);
  let darkCount = 0;
  let darkSum = 0;
  let brightCount = 0;
  let brightSum = 0;
  for (let cell = 0; cell < background.length; cell += STRIDE) {
    const luma = background[cell] ?? 0;
    const step = Math.floor((difference[cell] ?? 0) + LARGEST + 0.5);
    if (luma < mean) {
      dark[step] = (dark[step] ?? 0) + 1;
      darkCount += 1;
      darkSum += luma;
    } else {
      bright[step] = (bright[step] ?? 0) + 1;
      brightCount += 1;
      brightSum += luma;
    }
  }
  const count = darkCount + brightCount;
  const darkMean = darkSum / Math.max(1, darkCount);
  const distance = brightSum / Math.max(1, brightCount) - darkMean;
  const isSplit = Math.min(darkCount, brightCount) >= MIN_SHARE * count && distance >= MIN_DISTANCE;
  if (!isSplit) for (let step = 0; step < dark.length; step += 1) dark[step] = (dark[step] ?? 0) + (bright[step] ?? 0);
  const change = medianOf(dark, isSplit ? darkCount : count);
  const gain = isSplit ? (medianOf(bright, brightCount) - change) / distance : 0;
  if (change !== 0 || gain !== 0) brighten(background, difference, { change, gain, from: darkMean });
}

/** The light's change: `change` at luma `from`, and `gain` more for each step of luma above it. */
interface LightChange {
  readonly change: number;
  readonly gain: number;
  readonly from: number;
}

function brighten(background: Float32Array, difference: Float32Array, { change, gain, from }: LightChange): void {
  for (let cell = 0; cell < background.length; cell += 1) {
    const before = background[cell] ?? 0;
    const luma = Math.min(255, Math.max(0, before + change + gain * (before - from)));
    difference[cell] = (difference[cell] ?? 0) - (luma - before);
    background[cell] = luma;
  }
}
