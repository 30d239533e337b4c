import { isIPv4, isIPv6 } from 'node:net';

/** How far the requests to an endpoint travel, judged by its URL alone: no name is looked up. */

/**
 * Whether the server is this machine. `localhost` and names that end in `.localhost` resolve to this machine (RFC
 * 6761).
 */
export function isLoopback(endpoint: string): boolean {
  const host = hostOf(endpoint);
  if (host === undefined) return false;
  if (isIPv4(host)) return host.startsWith('127.');
  return host === '::1' || host === 'localhost' || host.endsWith('.localhost');
}

/**
 * Where requests travel without encryption; `undefined`: they are encrypted, or do not leave the machine.
 * `private-network`: addresses and names outside the public internet (RFC 1918, 3927, 4193, 4291, 6598, 6762, 8375).
 */
export function plainHttp(endpoint: string): 'private-network' | 'internet' | undefined {
  const host = hostOf(endpoint);
  if (host === undefined || !/^http:/i.test(endpoint.trim()) || isLoopback(endpoint)) return undefined;
  return isPrivate(host) ? 'private-network' : 'internet';
}

function isPrivate(host: string): boolean {
  if (isIPv4(host)) {
    const [first = 0, second = 0] = host.split('.').map(Number);
    if (first === 10 || (first === 192 && second === 168) || (first === 169 && second === 254)) return true;
    return (first === 172 && second >= 16 && second < 32) || (first === 100 && second >= 64 && second < 128);
  }
  if (isIPv6(host)) return /^f[cd]|^fe[89ab]/.test(host);
  return !host.includes('.') || /\.(?:local|lan|internal|home\.arpa)$/.test(host);
}

/** In lower case, without brackets and trailing dot; `undefined` for a text that is no URL. */
function hostOf(endpoint: string): string | undefined {
  let url: URL;
  try {
    url = new URL(endpoint.trim());
  } catch {
    return undefined;
  }
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
