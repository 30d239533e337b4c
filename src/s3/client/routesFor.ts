import type { SecureContext } from 'node:tls';
import type { Connection } from '../../core/connection.js';
import type { ErrorData } from '../../core/errors.js';
import { secureContextOf } from './authorities.js';
import type { Routes } from '../http/routes.js';
import type { Origin } from '../http/httpRequest.js';
import { proxyFor } from './proxies.js';

/** The routes to the servers of a connection, for our own requests and for those of the SDK. */
export function routesFor(connection: Connection): Routes {
  let context: Promise<SecureContext | undefined> | undefined;
  return {
    proxyFor: (origin) => proxyFor(origin, connection.proxy),
    secureContext: () => (context ??= secureContextOf(connection)),
  };
}

/**
 * The proxy that errors of this endpoint name. Throws `bad-argument` where the setting is not the URL of an HTTP
 * proxy.
 */
export function aboutProxy(endpoint: string, connection: Connection): Pick<ErrorData, 'proxy'> {
  const proxy = proxyFor(originOf(endpoint), connection.proxy);
  if (proxy === undefined) return {};
  return { proxy: { address: proxy.address, namedBy: proxy.namedBy } };
}

/** The empty endpoint is AWS itself, of whose hosts any one does: a proxy treats them alike. */
function originOf(endpoint: string): Origin {
  const { protocol, hostname, port } = new URL(endpoint === '' ? 'https://s3.amazonaws.com' : endpoint);
  return {
    protocol: protocol === 'http:' ? protocol : 'https:',
    hostname,
    port: port === '' ? undefined : Number(port),
  };
}
