/** How an entry of a power list stands on a day. */
type InForce = 'now' | 'later' | 'over';

/** Whether an entry holds on a day, from the first to the last one included; days are `YYYY-MM-DD`, in Beijing. */
export function powerInForce(
  { validFrom, validTo }: { readonly validFrom: string; readonly validTo: string | null },
  day: string,
): InForce {
  if (day < validFrom) return 'later';
  return validTo !== null && validTo < day ? 'over' : 'now';
}
