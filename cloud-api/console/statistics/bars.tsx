/** Length of the scale of all bars, in their own units. */
const SCALE = 100;

/** A bar from nothing to a value, beside which the figure stands. */
export function CountBar({ value, most }: { readonly value: number; readonly most: number }) {
  return (
    <svg className="bar" viewBox={`0 0 ${SCALE} 12`} preserveAspectRatio="none" aria-hidden>
      <rect className="bar-ground" width={SCALE} height="12" />
      <rect className="bar-value" width={most === 0 ? 0 : (value / most) * SCALE} height="12" />
    </svg>
  );
}

/** What half of them took, and what nine of ten took, on one scale. */
export function TimeBar(times: { readonly median: number; readonly p90: number; readonly most: number }) {
  const { median, p90, most } = times;
  const at = (value: number) => (most === 0 ? 0 : (value / most) * SCALE);
  return (
    <svg className="bar" viewBox={`0 0 ${SCALE} 12`} preserveAspectRatio="none" aria-hidden>
      <rect className="bar-ground" width={SCALE} height="12" />
      <rect className="bar-value" y="5" width={at(p90)} height="2" />
      <rect className="bar-value" y="1" width={at(median)} height="10" />
    </svg>
  );
}

/** A share from 0 to 1 and the interval that holds its true value. */
export function ShareBar(shares: { readonly share: number | null; readonly low: number; readonly high: number }) {
  const { share, low, high } = shares;
  return (
    <svg className="bar share" viewBox={`0 0 ${SCALE} 12`} preserveAspectRatio="none" aria-hidden>
      <rect className="bar-ground" width={SCALE} height="12" />
      <path className="bar-mark" d={`M ${SCALE / 2} 0 V 12`} />
      {share !== null && (
        <>
          <rect className="bar-value" x={low * SCALE} y="5" width={Math.max(0.5, (high - low) * SCALE)} height="2" />
          <rect
            className="bar-value"
            x={Math.min(SCALE - 2, Math.max(0, share * SCALE - 1))}
            y="0"
            width="2"
            height="12"
          />
        </>
      )}
    </svg>
  );
}
