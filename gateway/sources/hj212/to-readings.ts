import { DataFlag, FACTORS, Factor } from '@lamppost/contracts';
import type { SensorReading, TelemetryUnit } from '@lamppost/contracts';
import { refuseAll } from '../telemetry/extracted-readings.js';
import type { ExtractedReadings, RefusedField } from '../telemetry/extracted-readings.js';
import { normaliseUnit } from '../telemetry/normalise-unit.js';
import { parseBeijingTime } from './beijing-time.js';
import type { CommandParameter, Hj212Frame } from './hj212-frame.js';

// HJ 212-2017: 2011 real-time, 2051 minute and 2061 hour data; real-time values carry -Rtd, the others their mean in -Avg.
const VALUE_SUFFIX = { '2011': 'Rtd', '2051': 'Avg', '2061': 'Avg' } as const;

/** Command numbers that carry measured values. */
export type DataCommand = keyof typeof VALUE_SUFFIX;

const DATA_COMMANDS = Object.keys(VALUE_SUFFIX) as DataCommand[];
const FACTOR_BY_NAME = new Map(Factor.options.map((factor) => [factor.toLowerCase(), factor]));

/** How the frames of one device are read. */
export interface ToReadingsOptions {
  /** The sensor, as its topic or connection names it. */
  readonly sensorId: string;
  /**
   * Unit in which this device sends each factor; HJ 212 has no field for it. Required for particulates, which makers send in ng, ug or
   * mg per m3; the other factors have one unit.
   */
  readonly units: Partial<Record<Factor, TelemetryUnit>>;
  /** Commands to take readings from, default all three. A device that sends more than one needs this, or its means count double. */
  readonly commands?: readonly DataCommand[];
  /** Readings measured after this are refused (`time-ahead`). */
  readonly latestMs?: number;
}

/** What one frame says of one factor. */
interface FactorParameters {
  readonly code: string;
  readonly values: Map<string, string>;
  readonly duplicate: string | null;
}

// By factor, not by item: some makers put `;` between a value and its flag.
function groupByFactor(parameters: readonly CommandParameter[]): FactorParameters[] {
  const groups = new Map<string, FactorParameters>();
  for (const { name, value } of parameters) {
    const dash = name.lastIndexOf('-');
    if (dash < 1) continue;
    const code = name.slice(0, dash);
    const suffix = name.slice(dash + 1).toLowerCase();
    const group = groups.get(code) ?? { code, values: new Map<string, string>(), duplicate: null };
    const duplicate = group.values.has(suffix) ? name : group.duplicate;
    group.values.set(suffix, value);
    groups.set(code, { ...group, duplicate });
  }
  return [...groups.values()];
}

type MeasuredAt = { readonly ms: number } | ExtractedReadings;

function measuredAt(frame: Hj212Frame, parameters: readonly CommandParameter[]): MeasuredAt {
  const times = new Set(parameters.filter(({ name }) => name.toLowerCase() === 'datatime').map(({ value }) => value));
  if (times.size > 1) return refuseAll('time-ambiguous', 'DataTime', 'the frame has more than one DataTime');
  const [dataTime] = times;
  const text = dataTime ?? frame.qn;
  if (text === null) return refuseAll('time-missing', 'DataTime', 'the frame has neither DataTime nor QN');
  const ms = parseBeijingTime(text);
  const field = dataTime === undefined ? 'QN' : 'DataTime';
  return ms === null ? refuseAll('time-invalid', field, `${field} is not yyyyMMddHHmmss or yyyyMMddHHmmssSSS`) : { ms };
}

function toReading(
  group: FactorParameters,
  suffix: string,
  at: { readonly sensorId: string; readonly measuredAtMs: number },
  units: ToReadingsOptions['units'],
): SensorReading | RefusedField {
  const field = `${group.code}-${suffix}`;
  const factor = FACTOR_BY_NAME.get(group.code.toLowerCase());
  if (factor === undefined)
    return { code: 'factor-unknown', field, detail: `${group.code} is not a factor that is kept` };
  if (group.duplicate !== null)
    return { code: 'factor-duplicate', field: group.duplicate, detail: `${group.duplicate} is given twice` };
  // Devices in the field leave the flag out where all is well.
  const flag = DataFlag.safeParse((group.values.get('flag') ?? 'N').toUpperCase());
  if (!flag.success)
    return {
      code: 'flag-unknown',
      field: `${group.code}-Flag`,
      detail: `a data flag is one of ${DataFlag.options.join(' ')}`,
    };
  const text = group.values.get(suffix.toLowerCase());
  if (text === undefined || text === '') return { code: 'value-missing', field, detail: `${field} has no value` };
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text))
    return { code: 'value-not-a-number', field, detail: `${field} is not a decimal number` };
  const kept = FACTORS[factor].unit;
  const unit = units[factor] ?? (kept === 'ug/m3' ? undefined : kept);
  if (unit === undefined)
    return {
      code: 'unit-missing',
      field,
      detail: `set the unit in which ${at.sensorId} sends ${factor}: ng/m3, ug/m3 or mg/m3`,
    };
  const normalised = normaliseUnit(factor, Number(text), unit);
  if (normalised.status === 'refused') return { code: normalised.code, field, detail: normalised.detail };
  return { ...at, factor, value: normalised.value, flag: flag.data };
}

/**
 * Takes the measured values out of a frame of real-time, minute or hour data, in the unit of their factor and at the DataTime of the
 * frame (QN when it has none). Pure; never throws: what gives no reading is listed in `refused`.
 */
export function toReadings(frame: Hj212Frame, options: ToReadingsOptions): ExtractedReadings {
  const { sensorId, units, commands = DATA_COMMANDS, latestMs } = options;
  const command = commands.find((each) => each === frame.cn);
  if (command === undefined)
    return refuseAll(
      'command-without-readings',
      'CN',
      `readings are taken from CN ${commands.join(', ')}, not from ${frame.cn}`,
    );
  // One packet alone may lack the time or the flags that stand in another.
  if ((frame.packetCount ?? 1) > 1)
    return refuseAll('packet-incomplete', 'PNUM', 'the message is split over several packets, which are not joined');
  const parameters = frame.items.flat();
  const at = measuredAt(frame, parameters);
  if (!('ms' in at)) return at;
  if (latestMs !== undefined && at.ms > latestMs)
    return refuseAll('time-ahead', 'DataTime', `the time lies ahead: set the clock of ${sensorId}`);

  const readings: SensorReading[] = [];
  const refused: RefusedField[] = [];
  const seen = new Set<Factor>();
  for (const group of groupByFactor(parameters)) {
    const reading = toReading(group, VALUE_SUFFIX[command], { sensorId, measuredAtMs: at.ms }, units);
    if ('code' in reading) refused.push(reading);
    else if (seen.has(reading.factor))
      refused.push({ code: 'factor-duplicate', field: group.code, detail: `${reading.factor} is given twice` });
    else {
      seen.add(reading.factor);
      readings.push(reading);
    }
  }
  return { readings, refused };
}
