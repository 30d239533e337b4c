import type { SecureContext } from 'node:tls';
import type { Origin } from './httpRequest.js';

/** A proxy that speaks HTTP (https://www.rfc-editor.org/rfc/rfc9110#name-connect). */
export interface HttpProxy {
  readonly origin: Origin;
  /** What it is told of who asks: a value of `proxy-authorization`. */
  readonly authorization: string | undefined;
}

/** How servers are reached from here. */
export interface Routes {
  /** `undefined`: without a proxy. */
  proxyFor(origin: Origin): HttpProxy | undefined;
  /** Whom certificates are held against; `undefined`: those whom Node trusts. */
  secureContext(): Promise<SecureContext | undefined>;
}

export const DIRECT: Routes = {
  proxyFor: () => undefined,
  secureContext: () => Promise.resolve(undefined),
};

/** As it stands in an address; `host:port`, with the port that the protocol has where none is said. */
export function authorityOf({ protocol, hostname, port }: Origin): string {
  return `${hostname}:${String(port ?? (protocol === 'https:' ? 443 : 80))}`;
}

/** What a proxy is asked for in place of a path, before the path. */
export const originText = ({ protocol, hostname, port }: Origin): string =>
  `${protocol}//${hostname}${port === undefined ? '' : `:${String(port)}`}`;
