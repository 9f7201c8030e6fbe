import { SensorTelemetry } from '@lamppost/contracts';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { z } from 'zod';

const FILE = new URL('../../../docs/sensor-telemetry.schema.json', import.meta.url);

test('docs/sensor-telemetry.schema.json is what the gateway takes', async () => {
  const schema = {
    ...z.toJSONSchema(SensorTelemetry, { io: 'input' }),
    title: 'Lamppost sensor telemetry',
    description: 'JSON payload of lamppost/v1/{gatewayId}/sensors/{sensorId}/telemetry. docs/sensors.md explains it.',
  };
  // `npx vitest run telemetry-schema -u` writes it anew.
  await expect(await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 })).toMatchFileSnapshot(
    FILE.pathname,
  );
  expect(schema.properties?.readings).toMatchObject({ items: { required: ['factor', 'value', 'unit'] } });
});
