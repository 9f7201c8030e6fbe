import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Aedes, type Client } from 'aedes';
import type { Logger } from 'pino';
import { BrokerAccount, findAccount, mayPublish, maySubscribe } from './account.js';

/** What a broker is started with. */
export interface BrokerOptions {
  readonly host: string;
  /** TCP port; 0 takes any free one. */
  readonly port: number;
  readonly accounts: readonly BrokerAccount[];
  readonly log: Logger;
}

/** A broker that is listening. */
export interface Broker {
  readonly port: number;
  /** Disconnects every client and stops listening. */
  close(): Promise<void>;
}

/** Most connections at once; more are closed at once, so that a flood can't take the memory. */
const MAX_CONNECTIONS = 500;
/** MQTT 3.1.1 reports a refused login by one of two codes (3.2.2.3); 4 is "bad user name or password". */
const BAD_USERNAME_OR_PASSWORD = 4;

/**
 * Starts an MQTT 3.1.1 broker that lets in only its accounts, and each of them only to its topics. A subscription outside is answered by
 * failure (SUBACK 0x80); a client that publishes outside is disconnected, because MQTT 3.1.1 has no other way to refuse.
 *
 * @throws Error when the port can't be taken
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { log } = options;
  const accounts = options.accounts.map((account) => BrokerAccount.parse(account));
  const accountOf = new WeakMap<Client, BrokerAccount>();

  const aedes = await Aedes.createBroker({
    authenticate: (client, username, password, done) => {
      const account = findAccount(accounts, username, password);
      if (account === null) {
        log.warn({ clientId: client.id }, 'login refused');
        done(Object.assign(new Error('login refused'), { returnCode: BAD_USERNAME_OR_PASSWORD }), false);
        return;
      }
      accountOf.set(client, account);
      done(null, true);
    },
    authorizePublish: (client, packet, done) => {
      const account = client === null ? undefined : accountOf.get(client);
      if (account !== undefined && mayPublish(account, packet.topic)) {
        done(null);
        return;
      }
      log.warn({ clientId: client?.id, username: account?.username, topic: packet.topic }, 'publication refused');
      done(new Error('publication refused'));
    },
    authorizeSubscribe: (client, subscription, done) => {
      const account = accountOf.get(client);
      if (account !== undefined && maySubscribe(account, subscription.topic)) {
        done(null, subscription);
        return;
      }
      log.warn({ clientId: client.id, username: account?.username, topic: subscription.topic }, 'subscription refused');
      done(null, null);
    },
    // A persistent session may be taken over by another account under the same client ID: what waits in it is checked once more.
    authorizeForward: (client, packet) => {
      const account = accountOf.get(client);
      return account !== undefined && maySubscribe(account, packet.topic) ? packet : null;
    },
  });
  aedes.on('clientError', (client, error) => {
    log.warn({ clientId: client.id, err: error }, 'client disconnected after an error');
  });
  aedes.on('connectionError', (_client, error) => {
    log.warn({ err: error }, 'connection failed before it was a client');
  });

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  log.info({ port }, 'broker listening');

  return {
    port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await new Promise<void>((resolve) => {
        aedes.close(resolve);
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
