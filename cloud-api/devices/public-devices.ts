import { IsoDate } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { cutPage } from '../cases/cursor.js';
import type { CloudDatabase } from '../database/open-database.js';
import { DeviceKind } from './device.js';

/** A device whose location was published (行政处罚法 art. 41(1)), as a feature of GeoJSON (RFC 7946). */
const PublicDevice = z.strictObject({
  type: z.literal('Feature'),
  geometry: z.strictObject({
    type: z.literal('Point'),
    /** Longitude and latitude, WGS 84. */
    coordinates: z.tuple([z.number(), z.number()]),
  }),
  properties: z.strictObject({
    kind: DeviceKind,
    name: z.string(),
    /** Where it stands, in words. */
    place: z.string(),
    /** Bearing of its view, degrees clockwise from north; null where it has none. */
    bearingDeg: z.number().nullable(),
    /** Who published its location, by which document, and when. */
    publisher: z.string(),
    document: z.string(),
    url: z.string().nullable(),
    publishedOn: IsoDate,
  }),
});

/** Published locations; `nextCursor` is null on the last page. */
export const PublicDevices = z.strictObject({
  type: z.literal('FeatureCollection'),
  features: z.array(PublicDevice),
  nextCursor: z.string().nullable(),
});
export type PublicDevices = z.infer<typeof PublicDevices>;

/** A page of the devices in use whose location is published on a day: those below `before`, at most `limit`. */
export async function listPublicDevices(
  database: CloudDatabase,
  page: { readonly limit: number; readonly before: number | null; readonly day: string },
): Promise<PublicDevices> {
  const { limit, before, day } = page;
  let query = database
    .selectFrom('devices')
    .select(['device_number', 'kind', 'name', 'lng', 'lat', 'place_name', 'bearing_deg', 'legal'])
    .where('retired_at_ms', 'is', null).where(sql<boolean>`exists (select 1 from jsonb_array_elements(legal) as record
      where record ->> 'condition' = 'sitePublished' and record ->> 'from' <= ${day}
        and coalesce(record ->> 'until', ${day}) >= ${day})`);
  if (before !== null) query = query.where('device_number', '<', before);
  const rows = await query
    .orderBy('device_number', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.device_number);
  return {
    type: 'FeatureCollection',
    features: shown.flatMap((row) => {
      const published = row.legal.find(
        ({ condition, from, until }) =>
          condition === 'sitePublished' && from <= day && (until === null || until >= day),
      );
      if (published === undefined) return [];
      const { number, issuer, url } = published.document;
      return [
        {
          type: 'Feature' as const,
          geometry: { type: 'Point' as const, coordinates: [row.lng, row.lat] as [number, number] },
          properties: {
            ...{ kind: row.kind, name: row.name, place: row.place_name, bearingDeg: row.bearing_deg },
            ...{ publisher: issuer, document: number, url, publishedOn: published.from },
          },
        },
      ];
    }),
    nextCursor,
  };
}
