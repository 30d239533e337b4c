import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listenOnFreshPort } from '../freshPort.js';
import { tieSockets } from '../tiedSockets.js';

/**
 * A relay between a client and a server. It forwards every byte, and can call a listener before the client gets a piece
 * of an answer: at that moment the server has acted and the client does not know it yet. It can also act as a proxy
 * whose server is gone.
 */
export interface Relay {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  /** Sets the listener that is called before a piece of an answer is forwarded, with the count of pieces since then. */
  onAnswer(listener: ((count: number) => void) | undefined): void;
  /** Resets all connections from now on: the existing ones at once, new ones with their first request. */
  resetAll(): void;
  close(): Promise<void>;
}

/** Starts a relay to a server on this machine. */
export async function startRelay(target: string): Promise<Relay> {
  const port = Number(new URL(target).port);
  const sockets = new Set<Socket>();
  let listener: ((count: number) => void) | undefined;
  let count = 0;
  let isResetting = false;
  const server = createServer((client) => {
    if (isResetting) {
      client.on('error', () => undefined).once('data', () => client.resetAndDestroy());
      return;
    }
    const upstream = connect(port, '127.0.0.1');
    upstream.on('data', () => listener?.(++count));
    client.pipe(upstream).pipe(client);
    tieSockets(client, upstream, sockets);
  });
  const ownPort = await listenOnFreshPort(server);
  return {
    endpoint: `http://127.0.0.1:${String(ownPort)}`,
    onAnswer: (next) => {
      listener = next;
      count = 0;
    },
    resetAll: () => {
      isResetting = true;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
