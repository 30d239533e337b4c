import type { Origin } from '../http/httpRequest.js';
import { RequestSigner } from './signature.js';

/** Where requests for the objects of a bucket are sent, and how they are signed. */
export interface BucketAddress {
  readonly origin: Origin;
  /** The header `host`. */
  readonly host: string;
  /** The path before a key: `/`, or `/bucket/`. */
  readonly basePath: string;
  readonly signer: RequestSigner;
}

/**
 * The address of a bucket on a server other than AWS, by the rules of the SDK for the plain case: the bucket is in
 * the path, and neither its name nor the region means anything special to the SDK. `undefined` in all other cases.
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
/** Directory buckets, aliases of access points, and other names that are not plain buckets. */
const SPECIAL_BUCKET = /--|-s3(alias)?$/;
/** Excludes `aws-global`, `fips-us-east-1` and `snow`: to the SDK they mean more than a place. */
const PLAIN_REGION = /^(?!aws-|fips-|snow$)(?!.*-fips$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** The address at an http or https URL; `undefined` for other schemes. `basePath` as in `BucketAddress`. */
export function addressAt(url: URL, basePath: string, signer: RequestSigner): BucketAddress | undefined {
  const { protocol, hostname, host } = url;
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  const port = url.port === '' ? undefined : Number(url.port);
  return { origin: { protocol, hostname, port }, host, basePath, signer };
}
