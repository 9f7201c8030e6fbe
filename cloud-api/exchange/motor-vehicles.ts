import { CaseId } from '@lamppost/contracts';
import { z } from 'zod';
import type { ExchangeSettings } from '../cases/settings/desk-settings.js';
import { ImageReference, referToImages, type ExchangedPackage } from './image-reference.js';

const fraction = z.number().min(0).max(1);

/** A vehicle, with the names of fields that GA/T 1400 gives them. What is not known is left out. */
const MotorVehicle = z.strictObject({
  /** ID of the violation. */
  MotorVehicleID: z.string(),
  /** 20 digits of GB/T 28181. */
  DeviceID: z.string().optional(),
  PlateNo: z.string().optional(),
  /** As the settings write it. */
  PlateColor: z.string().optional(),
  /** 0 to 1: how sure the machine was of all characters together. */
  PlateReliability: fraction.optional(),
  /** Where the vehicle was last seen, in fractions of the picture, origin top-left. */
  LeftTopX: fraction.optional(),
  LeftTopY: fraction.optional(),
  RightBtmX: fraction.optional(),
  RightBtmY: fraction.optional(),
  SubImageList: z.array(ImageReference),
});

/** The vehicles of a parking case: one for each of its violations. */
export const MotorVehicles = z.strictObject({
  schema: z.literal('lamppost.exchange.motor-vehicles/1'),
  caseId: CaseId,
  MotorVehicleList: z.array(MotorVehicle).min(1),
});
export type MotorVehicles = z.infer<typeof MotorVehicles>;

/** Puts the packages of a parking case into the objects of GA/T 1400. */
export function toMotorVehicles(
  caseId: string,
  packages: readonly (ExchangedPackage & { readonly deviceId: string | null })[],
  settings: ExchangeSettings,
): MotorVehicles {
  return {
    schema: 'lamppost.exchange.motor-vehicles/1',
    caseId,
    MotorVehicleList: packages.map((one) => {
      const { plate, violation } = one.manifest;
      const { subject } = violation;
      const read = plate?.status === 'read' ? plate : null;
      return {
        MotorVehicleID: violation.violationId,
        ...(one.deviceId === null ? {} : { DeviceID: one.deviceId }),
        ...(read === null ? {} : { PlateNo: read.text, PlateReliability: read.confidence }),
        ...(read === null || read.colour === 'unknown' ? {} : { PlateColor: settings.plateColours[read.colour] }),
        ...(subject === null
          ? {}
          : {
              ...{ LeftTopX: subject.box.x1, LeftTopY: subject.box.y1 },
              ...{ RightBtmX: subject.box.x2, RightBtmY: subject.box.y2 },
            }),
        SubImageList: referToImages(caseId, one),
      };
    }),
  };
}
