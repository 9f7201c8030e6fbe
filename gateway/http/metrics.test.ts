import { expect, test } from 'vitest';
import { createMetrics } from './metrics.js';

test('reminders that were given up are counted by their way, as they stand when it is asked', async () => {
  const metrics = createMetrics();
  const dropped = { speaker: 0, cloud: 0 };
  metrics.onReminders(() => dropped);
  dropped.speaker = 2;
  const text = await metrics.registry.metrics();
  expect(text).toContain('lamppost_reminders_dropped{way="speaker"} 2\n');
  expect(text).toContain('lamppost_reminders_dropped{way="cloud"} 0\n');
});
