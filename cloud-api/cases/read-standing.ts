import type { SignedReceipt } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import { prepareStatement } from '../database/prepared-statement.js';
import type { CloudTables } from '../database/schema.js';
import { MAY_SEAL } from '../devices/device-keys.js';
import { DEVICE_STANDING, type DeviceStanding, idOfSource } from '../devices/read-standings.js';
import { LISTS_AROUND, type ListsAround } from '../jurisdiction/jurisdiction-store.js';
import { CHAIN_NEIGHBOURS, type ChainNeighbour } from './chain-question.js';
import { NEIGHBOURHOOD, neighbourhoodOf, NEIGHBOURS } from './joining/find-joinable.js';
import { OWN_CASE, toSighting } from './joining/place-violation.js';
import type { DeskSettings } from './settings/desk-settings.js';
import type { VerifiedPackage } from './write-packages.js';

/** All that is asked about a package before anything of it is written. */
export interface Standing {
  /** The receipt of the same package, where it came before. */
  readonly earlier: SignedReceipt | null;
  /** Whether its key may seal at its place of the chain; null where there is no such key. */
  readonly may_seal: boolean | null;
  readonly links: readonly ChainNeighbour[];
  readonly own_case_id: string | null;
  readonly device: DeviceStanding | null;
  readonly neighbours: readonly string[];
  readonly lists: ListsAround;
  readonly has_webhooks: boolean;
}

const GIVEN = `json_to_recordset($1::json) as given (
  place integer, digest text, key_id text, sequence bigint, violation_id text, device_id text, lng double precision, lat double precision,
  ${NEIGHBOURHOOD})`;

const askStandings = prepareStatement<Standing>(
  'package-standings',
  `select
    (select receipt from packages where digest = given.digest) as earlier,
    ${MAY_SEAL} as may_seal,
    ${CHAIN_NEIGHBOURS} as links,
    ${OWN_CASE} as own_case_id,
    ${DEVICE_STANDING} as device,
    ${NEIGHBOURS} as neighbours,
    ${LISTS_AROUND} as lists,
    exists (select from webhooks where disabled_at_ms is null) as has_webhooks
  from ${GIVEN} order by given.place`,
);

/** Asks about packages, in their order, in one statement. */
export async function readStandings(
  transaction: Transaction<CloudTables>,
  packages: readonly VerifiedPackage[],
  joining: DeskSettings['joining'],
): Promise<readonly Standing[]> {
  const given = packages.map(({ manifest, digest, signature }, place) => ({
    ...{ place, digest, key_id: signature.keyId, sequence: manifest.sequence },
    ...{ violation_id: manifest.violation.violationId, device_id: idOfSource(manifest) },
    ...{ lng: manifest.device.place.lng, lat: manifest.device.place.lat },
    ...neighbourhoodOf(joining, toSighting(manifest)),
  }));
  return await askStandings(transaction, JSON.stringify(given));
}
