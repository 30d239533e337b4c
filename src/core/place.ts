import { wrongHost } from './wrongHosts.js';

/** Checks the parts of an S3 location as users type them, before any request is sent. */

export type PlaceProblem =
  | 'no-bucket'
  | 'bucket-is-address'
  | 'bucket-has-prefix'
  | 'bucket-is-arn'
  | 'arn-beside-endpoint'
  | 'bucket-characters'
  | 'prefix-is-address'
  | 'prefix-characters'
  | 'prefix-segments'
  | 'endpoint-is-no-url'
  | 'endpoint-without-scheme'
  | 'endpoint-is-bucket'
  | 'endpoint-with-user'
  | 'endpoint-with-query'
  | 'endpoint-is-console'
  | 'endpoint-is-public'
  | 'region-characters';

export interface WrongPlace {
  readonly problem: PlaceProblem;
  /** As the user typed it, without possible secrets. */
  readonly given: string;
  /** The correct value, where it can be derived. */
  readonly right?: string;
  /** The prefix that was typed together with the bucket. */
  readonly prefix?: string;
}

/** What is wrong with a bucket name. Less strict than AWS, because other servers allow more. */
export function bucketProblem(name: string, endpoint = ''): WrongPlace | undefined {
  const given = name.trim();
  if (given === '') return { problem: 'no-bucket', given };
  if (given.startsWith('arn:')) return arnProblem(given, endpoint);
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(given) ?? [];
  if (scheme !== undefined && /^https?$/i.test(scheme))
    return { problem: 'bucket-is-address', given: withoutSecrets(given) };
  const [right = '', ...segments] = (scheme === undefined ? given : rest).split('/');
  const prefix = segments.filter((segment) => segment !== '').join('/');
  if (prefix !== '')
    return { problem: 'bucket-has-prefix', given: withoutSecrets(given), right, prefix: `${prefix}/` };
  if (scheme !== undefined || segments.length > 0)
    return { problem: 'bucket-is-address', given: withoutSecrets(given), ...(right !== '' && { right }) };
  const isName = !/[\s\p{C}?#%\\@]/u.test(given) && given !== '.' && given !== '..';
  return isName ? undefined : { problem: 'bucket-characters', given };
}

/** The SDK addresses access points by their ARN, but a bucket only by its name. */
function arnProblem(given: string, endpoint: string): WrongPlace | undefined {
  const bucket = /^arn:[^:]*:s3:::([^/]+)/.exec(given)?.[1];
  if (bucket !== undefined) return { problem: 'bucket-is-arn', given, right: bucket };
  return endpoint === '' ? undefined : { problem: 'arn-beside-endpoint', given };
}

/** What is wrong with the prefix in front of the style ids. Slashes at its ends are removed later. */
export function prefixProblem(prefix: string): WrongPlace | undefined {
  const given = prefix.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given))
    return { problem: 'prefix-is-address', given: withoutSecrets(given) };
  if (/[\p{C}\\]/u.test(given)) return { problem: 'prefix-characters', given };
  const isPath = given.split('/').some((segment) => segment === '.' || segment === '..');
  return isPath ? { problem: 'prefix-segments', given } : undefined;
}

/** What is wrong with a server's URL; `''` means AWS and is right. */
export function endpointProblem(endpoint: string): WrongPlace | undefined {
  const text = endpoint.trim();
  if (text === '') return undefined;
  const given = withoutSecrets(text);
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  if (scheme === undefined) {
    const right = `https://${given}`;
    const isHost = /^[\w.-]+(:\d+)?(\/\S*)?$/.test(given) && URL.canParse(right);
    return isHost
      ? { problem: 'endpoint-without-scheme', given, right }
      : { problem: 'endpoint-is-no-url', given };
  }
  if (/^(s3|gs|hf|r2|b2)$/i.test(scheme)) return { problem: 'endpoint-is-bucket', given };
  if (!/^https?$/i.test(scheme) || /[\s\p{C}\\]/u.test(text) || !URL.canParse(text))
    return { problem: 'endpoint-is-no-url', given };
  const url = new URL(text);
  const right = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/?#]*@/.test(text))
    return { problem: 'endpoint-with-user', given, right };
  const wrong = wrongHost(url.hostname);
  if (wrong !== undefined) return { problem: `endpoint-is-${wrong.is}`, given, right: wrong.endpoint };
  return /[?#]/.test(text) ? { problem: 'endpoint-with-query', given, right } : undefined;
}

/** What is wrong with a region name; `''` means not set and is right. */
export function regionProblem(region: string): WrongPlace | undefined {
  const given = region.trim();
  return given === '' || isRegion(given) ? undefined : { problem: 'region-characters', given };
}

/** Whether it can be a region name, which becomes one label of a host name (RFC 1123). */
export const isRegion = (text: string): boolean => /^(?!-)[a-zA-Z0-9-]{1,63}(?<!-)$/.test(text);

/**
 * An address without user, password and query: these may be secrets, and are neither printed nor stored. A password may
 * contain any character, so everything up to the last `@` is cut, even where the text is no URL.
 */
export const withoutSecrets = (text: string): string =>
  text.replace(/^([a-z][a-z0-9+.-]*:[/\\]+)?.*@/is, '$1').replace(/[?#].*$/s, '');

/**
 * An endpoint without the bucket name at the end of its path or in front of its host, which dashboards include.
 * `undefined` where the endpoint has none.
 */
export function endpointWithoutBucket(endpoint: string, bucket: string): string | undefined {
  if (!URL.canParse(endpoint) || bucket === '') return undefined;
  const url = new URL(endpoint);
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith(`/${bucket}`)) url.pathname = path.slice(0, -bucket.length);
  else if (url.hostname.startsWith(`${bucket}.`)) url.hostname = url.hostname.slice(bucket.length + 1);
  else return undefined;
  return url.href.replace(/\/+$/, '');
}
