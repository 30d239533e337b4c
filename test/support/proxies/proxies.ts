import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificate.js';
import { DelayLine } from './delayLine.js';
import { startProxy, type Proxy } from './proxy.js';

/** A proxy that delays each direction by `delayMs`. */
export const startDelayingProxy = (targetPort: number, delayMs: number): Promise<Proxy> =>
  startProxy(targetPort, {
    listen: (onConnection) => createServer(onConnection),
    link: (from, to) => new DelayLine(from, to, delayMs, 2 * delayMs),
  });

/** A proxy that speaks https to its clients and http to the server. */
export const startTlsProxy = (targetPort: number, { key, certificate }: Certificate): Promise<Proxy> =>
  startProxy(targetPort, {
    listen: (onConnection) => createTlsServer({ key, cert: certificate }, onConnection),
    link: (from, to) => from.pipe(to),
  });
