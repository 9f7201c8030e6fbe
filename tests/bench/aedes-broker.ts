import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { Aedes } from 'aedes';
import type { MqttBroker } from './mqtt-broker.js';

/** Starts aedes in this process, for machines without mosquitto. */
export async function startAedes(): Promise<MqttBroker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    aedes.handle(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `mqtt://127.0.0.1:${port}`,
    name: 'aedes',
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await new Promise<void>((resolve) => {
        aedes.close(resolve);
      });
    },
  };
}
