import { BlockList, isIP } from 'node:net';
import type { Connection } from '../../core/connection.js';
import { SyncError } from '../../core/errors.js';
import { originText, type HttpProxy } from '../http/routes.js';
import type { Origin } from '../http/httpRequest.js';

/** A proxy, and the setting that names it. */
export interface NamedProxy extends HttpProxy {
  /** The URL without the password: `http://proxy.example:3128`. */
  readonly address: string;
  /** `HTTPS_PROXY`, or the setting of the editor. */
  readonly namedBy: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a server: that of the editor's settings, or of `https_proxy`, `http_proxy` and `no_proxy` in either
 * case, as `curl` reads them. A proxy is never asked for loopback addresses, as in Go and therefore in rclone and
 * MinIO's `mc`. Throws `bad-argument` where the setting is not the URL of an HTTP proxy.
 */
export function proxyFor(
  origin: Origin,
  editor: Connection['proxy'],
  environment: Environment = process.env,
): NamedProxy | undefined {
  if (isLoopbackHost(origin.hostname)) return undefined;
  const [url, namedBy] = editor === undefined ? variableFor(origin, environment) : [editor.url, 'http.proxy'];
  if (url === '') return undefined;
  const excepted = editor?.except.join(',') ?? '';
  const isExcepted = isListed(origin, excepted === '' ? of(environment, 'no_proxy')[0] : excepted);
  return isExcepted ? undefined : parse(url, namedBy);
}

function variableFor({ protocol }: Origin, environment: Environment): readonly [string, string] {
  return of(environment, protocol === 'https:' ? 'https_proxy' : 'http_proxy');
}

/** The value of a variable and its name as it is set; the value is empty where it is not set. */
function of(environment: Environment, lower: string): readonly [string, string] {
  const name = [lower, lower.toUpperCase()].find((one) => (environment[one] ?? '') !== '');
  return name === undefined ? ['', lower] : [environment[name] ?? '', name];
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

export function isLoopbackHost(hostname: string): boolean {
  const host = bare(hostname);
  if (isIP(host) !== 0) return LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
  return /(^|\.)localhost\.?$/i.test(host);
}

/** Without the brackets of an IPv6 address. */
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/**
 * Whether the list contains the server: as `*`, a domain with or without a leading dot, an address, or a network;
 * each with an optional port.
 */
function isListed(origin: Origin, list: string): boolean {
  const host = bare(origin.hostname).toLowerCase();
  const port = String(origin.port ?? (origin.protocol === 'https:' ? 443 : 80));
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => isEntryFor(entry.toLowerCase(), host, port));
}

function isEntryFor(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInNetwork(host, entry);
  const [, name = '', ofPort] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (ofPort !== undefined && ofPort !== port) return false;
  if (isIP(host) !== 0) return bare(name) === host;
  const domain = name.replace(/^\*?\./, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

/** `network`: `10.0.0.0/8`. */
function isInNetwork(host: string, network: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const family = isIP(bare(address));
  if (family === 0 || family !== isIP(host) || !/^\d{1,3}$/.test(bits)) return false;
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  if (Number(bits) > (family === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(bare(address), Number(bits), kind);
  return list.check(host, kind);
}

function parse(text: string, namedBy: string): NamedProxy {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  const protocol = url?.protocol;
  if (url === undefined || url.hostname === '' || (protocol !== 'http:' && protocol !== 'https:')) {
    throw new SyncError('bad-argument', { cause: `What ${namedBy} names is not the URL of an HTTP proxy` });
  }
  const { hostname, username, password } = url;
  const origin: Origin = { protocol, hostname, port: url.port === '' ? undefined : Number(url.port) };
  const proof = username === '' && password === '' ? undefined : basic(username, password);
  return { origin, authorization: proof, address: originText(origin), namedBy };
}

/** https://www.rfc-editor.org/rfc/rfc7617 */
const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${plain(username)}:${plain(password)}`).toString('base64')}`;

/** Decodes percent-encoding; text with a lone `%` stays as it is. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
