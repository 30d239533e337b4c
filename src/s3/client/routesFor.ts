import type { SecureContext } from 'node:tls';
import type { Connection } from '../../core/connection.js';
import type { ErrorData } from '../../core/errors.js';
import { secureContextOf } from './authorities.js';
import type { Routes } from '../http/routes.js';
import type { Origin } from '../http/httpRequest.js';
import { proxyFor } from './proxies.js';

/** How the servers of a connection are reached, for our own requests as for those of the SDK. */
export function routesFor(connection: Connection): Routes {
  let context: Promise<SecureContext | undefined> | undefined;
  return {
    proxyFor: (origin) => proxyFor(origin, connection.proxy),
    secureContext: () => (context ??= secureContextOf(connection)),
  };
}

/** What an error of a server says of the proxy before it. Throws `bad-argument` where that is none. */
export function aboutProxy(endpoint: string, connection: Connection): Pick<ErrorData, 'proxy'> {
  const proxy = proxyFor(originOf(endpoint), connection.proxy);
  if (proxy === undefined) return {};
  return { proxy: { address: proxy.address, namedBy: proxy.namedBy } };
}

/** `''`: AWS itself. Which of its many hosts it is makes no difference to a proxy. */
function originOf(endpoint: string): Origin {
  const { protocol, hostname, port } = new URL(endpoint === '' ? 'https://s3.amazonaws.com' : endpoint);
  return {
    protocol: protocol === 'http:' ? protocol : 'https:',
    hostname,
    port: port === '' ? undefined : Number(port),
  };
}
