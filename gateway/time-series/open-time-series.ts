import type { Logger } from 'pino';
import { ForwardingTimeSeries } from './forwarding-time-series.js';
import { InfluxTimeSeries, type InfluxTimeSeriesOptions } from './influx-time-series.js';
import { SqliteTimeSeries } from './sqlite-time-series.js';
import type { BoxTimeSeries } from './time-series.js';

/** Options of {@link openTimeSeries}. */
export interface OpenTimeSeriesOptions {
  readonly file: string;
  readonly gatewayId: string;
  /** Bytes that readings may take on the box. */
  readonly maxBytes: number;
  /** Where readings go on to; null keeps them on the box alone. */
  readonly influx: {
    readonly url: string;
    readonly database: string;
    readonly username?: string | undefined;
    readonly password?: string | undefined;
  } | null;
  readonly log: Logger;
}

/** Opens the time series on the box, with InfluxDB behind it where one is configured. */
export function openTimeSeries({ file, gatewayId, maxBytes, influx, log }: OpenTimeSeriesOptions): BoxTimeSeries {
  const local = new SqliteTimeSeries({ path: file, maxBytes });
  if (influx === null) return local;
  const { url, database, username, password } = influx;
  const account: Pick<InfluxTimeSeriesOptions, 'username' | 'password'> = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
  const remote = new InfluxTimeSeries({ url, database, gatewayId, ...account });
  return new ForwardingTimeSeries({ local, remote, target: 'influxdb', log });
}
