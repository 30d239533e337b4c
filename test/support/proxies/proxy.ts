import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { listenOnFreshPort } from '../freshPort.js';
import { tieSockets } from '../tiedSockets.js';

/** A proxy in front of a server on this machine. */
export interface Proxy {
  readonly port: number;
  close(): Promise<void>;
}

export interface ProxyParts {
  /** Creates the server for clients. */
  readonly listen: (onConnection: (client: Socket) => void) => Server;
  /** Forwards the data of one side until it ends. `isAnswer`: whether that side is the server. */
  readonly link: (from: Socket, to: Socket, isAnswer: boolean) => void;
}

/** Starts a proxy between its clients and a port on loopback. */
export async function startProxy(targetPort: number, { listen, link }: ProxyParts): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = listen((client) => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    client.setNoDelay(true);
    link(client, upstream, false);
    link(upstream, client, true);
    tieSockets(client, upstream, sockets);
  });
  const port = await listenOnFreshPort(server);
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
