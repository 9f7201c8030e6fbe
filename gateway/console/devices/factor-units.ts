import type { Factor } from '@lamppost/contracts';

/** Unit of each factor, as the interface says it. */
export const FACTOR_UNITS: Readonly<Record<Factor, string>> = {
  a34001: 'ug/m3',
  a34002: 'ug/m3',
  a34004: 'ug/m3',
  a01001: 'degC',
  a01002: '%RH',
  a01006: 'kPa',
  a01007: 'm/s',
  a01008: 'deg',
  LA: 'dB',
};
