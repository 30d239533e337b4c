import type { SecureContext } from 'node:tls';
import type { Origin } from './httpRequest.js';

/** An HTTP proxy (https://www.rfc-editor.org/rfc/rfc9110#name-connect). */
export interface HttpProxy {
  readonly origin: Origin;
  /** The value of `proxy-authorization`. */
  readonly authorization: string | undefined;
}

/** How servers are reached from this machine. */
export interface Routes {
  /** `undefined`: no proxy. */
  proxyFor(origin: Origin): HttpProxy | undefined;
  /** The certificate authorities to trust; `undefined`: those that Node trusts. */
  secureContext(): Promise<SecureContext | undefined>;
}

export const DIRECT: Routes = {
  proxyFor: () => undefined,
  secureContext: () => Promise.resolve(undefined),
};

/** `host:port`, with the default port of the protocol where the origin names none. */
export function authorityOf({ protocol, hostname, port }: Origin): string {
  return `${hostname}:${String(port ?? (protocol === 'https:' ? 443 : 80))}`;
}

/** The origin as it precedes the path in a request to a proxy. */
export const originText = ({ protocol, hostname, port }: Origin): string =>
  `${protocol}//${hostname}${port === undefined ? '' : `:${String(port)}`}`;
