import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** Number of requests by method: `{ PUT: 4000, GET: 4 }`. */
export type RequestCounts = Readonly<Record<string, number>>;

export interface CountingProxy {
  readonly port: number;
  /** Returns the requests since the last call. */
  take(): RequestCounts;
  close(): Promise<void>;
}

/** Forwards requests to an http server on loopback and counts them. It takes time, so no run is measured through it. */
export async function startCountingProxy(targetPort: number): Promise<CountingProxy> {
  const agent = new Agent({ keepAlive: true });
  let counts: Record<string, number> = {};
  const server = createServer((incoming, outgoing) => {
    const { method = '', url, rawHeaders } = incoming;
    counts[method] = (counts[method] ?? 0) + 1;
    const upstream = request(
      // Unchanged, including the host: the headers are signed.
      { host: '127.0.0.1', port: targetPort, method, path: url, headers: rawHeaders, agent },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
        pipeline(answer, outgoing).catch(() => outgoing.destroy());
      },
    );
    // If one side aborts, the other is closed too: the tool decides what that means.
    upstream.on('error', () => outgoing.destroy());
    pipeline(incoming, upstream).catch(() => outgoing.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    take: () => {
      const taken = counts;
      counts = {};
      return taken;
    },
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
