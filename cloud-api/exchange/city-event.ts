import { CaseId, EpochMs, GridCode, MatterCode, Place, type CaseState } from '@lamppost/contracts';
import { z } from 'zod';
import type { ExchangeSettings } from '../cases/settings/desk-settings.js';
import { ImageReference, referToImages, type ExchangedPackage } from './image-reference.js';

/** A case as an event of city management (数字城管), with the codes of GB/T 47678.5. What is not known is left out. */
export const CityEvent = z.strictObject({
  schema: z.literal('lamppost.exchange.city-event/1'),
  caseId: CaseId,
  matterCode: MatterCode,
  /** Division (6 digits), class (2) and item (3). */
  fullCode: z
    .string()
    .regex(/^\d{11}$/)
    .optional(),
  /** 单元网格. */
  unitGrid: GridCode.optional(),
  /** The stage of city management that the settings give its state. */
  stage: z.string().optional(),
  place: Place,
  startedAtMs: EpochMs,
  triggeredAtMs: EpochMs,
  openedAtMs: EpochMs,
  /** 20 digits of GB/T 28181. */
  deviceId: z.string().optional(),
  images: z.array(ImageReference),
});
export type CityEvent = z.infer<typeof CityEvent>;

/** Puts a case into an event of city management. The first of its packages is the one that opened it. */
export function toCityEvent(
  given: {
    readonly caseId: string;
    readonly state: CaseState;
    readonly openedAtMs: number;
    readonly unitGrid: string | null;
    readonly packages: readonly [
      ExchangedPackage & { readonly deviceId: string | null },
      ...(readonly ExchangedPackage[]),
    ];
  },
  settings: ExchangeSettings,
): CityEvent {
  const { caseId, state, openedAtMs, unitGrid, packages } = given;
  const [{ manifest, deviceId }] = packages;
  const { matterCode, startedAtMs, triggeredAtMs } = manifest.violation;
  const division = settings.divisionCode ?? deviceId?.slice(0, 6) ?? null;
  const stage = settings.stages[state];
  return {
    schema: 'lamppost.exchange.city-event/1',
    caseId,
    matterCode,
    ...(division === null ? {} : { fullCode: `${division}${matterCode.replace(' ', '')}` }),
    ...(unitGrid === null ? {} : { unitGrid }),
    ...(stage === null ? {} : { stage }),
    place: manifest.device.place,
    ...{ startedAtMs, triggeredAtMs, openedAtMs },
    ...(deviceId === null ? {} : { deviceId }),
    images: packages.flatMap((one) => referToImages(caseId, one)),
  };
}
