import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Connection, MessageBatch } from './message-batch.js';

/** A connection that notes what it is told. */
class NotedConnection implements Connection {
  readonly destroyed = false;
  readonly told: string[] = [];
  acknowledged = 0;

  write(bytes: Uint8Array): void {
    this.acknowledged += bytes.length / 4;
  }
  destroy(): void {
    this.told.push('destroy');
  }
  holdBack(): void {
    this.told.push('hold back');
  }
  goOn(): void {
    this.told.push('go on');
  }
}

test('while too many messages wait for the disk their connection is held back, and goes on once they are durable', async () => {
  const connection = new NotedConnection();
  const disk: (() => void)[] = [];
  const batch = new MessageBatch<number>({
    onMessages: async () =>
      new Promise((resolve) => {
        disk.push(resolve);
      }),
    onFailure: () => undefined,
  });
  for (let messageId = 1; messageId <= 3_999; messageId += 1) batch.add({ message: messageId, messageId, connection });
  expect(connection.told).toEqual([]);
  // What was read already is taken all the same.
  for (let messageId = 4_000; messageId <= 4_100; messageId += 1)
    batch.add({ message: messageId, messageId, connection });
  expect(connection.told).toEqual(['hold back']);
  expect(connection.acknowledged).toBe(0);
  await nextTurn();
  for (const resolve of disk) resolve();
  await batch.drain();
  expect(connection.acknowledged).toBe(4_100);
  expect(connection.told).toEqual(['hold back', 'go on']);
});
