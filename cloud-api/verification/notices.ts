import { CLOCK_LIMIT_MS, type EvidenceManifest, worstClockErrorMs } from '@lamppost/contracts';

const CONDITIONS = ['deviceLegalReview', 'deviceTechReview', 'sitePublished', 'signagePosted'] as const;

function clockNotices({ clock }: EvidenceManifest): string[] {
  const { synchronised, reading } = clock;
  if (reading !== undefined) {
    const { offsetMs, uncertaintyMs, server } = reading;
    const isOff = worstClockErrorMs(reading) > CLOCK_LIMIT_MS;
    const words = `${offsetMs} ms, known to ${uncertaintyMs} ms, by ${server}`;
    return isOff ? [`clock: may have been off by more than 1.0 s (GA/T 832): ${words}`] : [];
  }
  if (synchronised === true) return [];
  return [synchronised === false ? 'clock: was not synchronised' : 'clock: it is not known how far it was off'];
}

function legalNotices({ device, sealedAtMs }: EvidenceManifest): string[] {
  const { legalStatus } = device;
  const sealedOn = new Date(sealedAtMs + 8 * 3_600_000).toISOString().slice(0, 10);
  const open = CONDITIONS.filter((name) => !legalStatus[name]).map((name) => `legal status: ${name} is not met`);
  const over = Object.entries(legalStatus.records ?? {}).flatMap(([name, record]) => {
    if (record === undefined) return [];
    const { on, validUntil } = record;
    if (on > sealedOn) return [`legal status: ${name} is of ${on}, after the package was sealed`];
    return validUntil !== undefined && validUntil < sealedOn ? [`legal status: ${name} held until ${validUntil}`] : [];
  });
  return [...open, ...over];
}

/** What is not wrong with a package, and yet to be known by who judges it: doubts about the clock, conditions that were not met. */
export function noticesOf(manifest: EvidenceManifest): string[] {
  return [...clockNotices(manifest), ...legalNotices(manifest)];
}
