import type { Origin } from '../http/httpRequest.js';
import { RequestSigner } from './signature.js';

/** Where the requests about a bucket's objects go, and how they are signed. */
export interface BucketAddress {
  readonly origin: Origin;
  /** The header `host`. */
  readonly host: string;
  /** What stands before a key in the path: `/`, or `/bucket/`. */
  readonly basePath: string;
  readonly signer: RequestSigner;
}

/**
 * The address of a bucket at another server than AWS, by the SDK's rules for what is plain: its name is in the path, and
 * nothing in it or in the region means something else to the SDK. `undefined` where that is not so.
 */
export function plainAddressOf(endpoint: string, region: string, bucket: string): BucketAddress | undefined {
  if (!PLAIN_BUCKET.test(bucket) || SPECIAL_BUCKET.test(bucket) || !PLAIN_REGION.test(region))
    return undefined;
  const url = new URL(endpoint);
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return undefined;
  const basePath = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return addressAt(url, `${basePath}${bucket}/`, new RequestSigner(region, 's3'));
}

const PLAIN_BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
/** Directory buckets, aliases of access points, and others that are no buckets of their own. */
const SPECIAL_BUCKET = /--|-s3(alias)?$/;
/** Not `aws-global`, `fips-us-east-1`, `snow`: the SDK reads more into them than where a bucket is. */
const PLAIN_REGION = /^(?!aws-|fips-|snow$)(?!.*-fips$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** The address that a URL has, if it is one of the web; `basePath` as in `BucketAddress`. */
export function addressAt(url: URL, basePath: string, signer: RequestSigner): BucketAddress | undefined {
  const { protocol, hostname, host } = url;
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  const port = url.port === '' ? undefined : Number(url.port);
  return { origin: { protocol, hostname, port }, host, basePath, signer };
}
