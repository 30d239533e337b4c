import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listenOnFreshPort } from '../freshPort.js';
import { tieSockets } from '../tiedSockets.js';

/** An HTTP proxy on loopback, for requests to other hosts. */
export interface HttpProxyServer {
  readonly port: number;
  /** The requests to the proxy, in order: `CONNECT host:port`, `GET http://host:port/…`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

interface HttpProxyOptions {
  /**
   * Host names that only the proxy resolves, to ports on loopback: no test uses DNS, and nothing leaves this machine.
   */
  readonly names: Readonly<Record<string, number>>;
  /** `name:password`; without these credentials the proxy refuses requests. */
  readonly credentials?: string;
}

export async function startHttpProxy({ names, credentials }: HttpProxyOptions): Promise<HttpProxyServer> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const isLetIn = ({ headers }: IncomingMessage): boolean =>
    credentials === undefined ||
    headers['proxy-authorization'] === `Basic ${Buffer.from(credentials).toString('base64')}`;

  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    const url = new URL(incoming.url ?? '', 'http://none');
    const port = names[url.hostname];
    if (!isLetIn(incoming) || port === undefined) {
      incoming.resume();
      outgoing.writeHead(isLetIn(incoming) ? 502 : 407, { 'content-type': 'text/html' });
      outgoing.end('<html>not by this proxy</html>');
      return;
    }
    const headers = { ...incoming.headers };
    delete headers['proxy-authorization'];
    const path = url.pathname + url.search;
    const onward = request({ host: '127.0.0.1', port, method: incoming.method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on('connect', (incoming: IncomingMessage, client: Socket) => {
    asked.push(`CONNECT ${incoming.url ?? ''}`);
    const port = names[(incoming.url ?? '').replace(/:\d+$/, '')];
    if (!isLetIn(incoming) || port === undefined) {
      const status = isLetIn(incoming) ? '502 Bad Gateway' : '407 Proxy Authentication Required';
      client.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect({ port, host: '127.0.0.1' }, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    tieSockets(client, upstream, sockets);
  });
  const ownPort = await listenOnFreshPort(server);
  return {
    port: ownPort,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
