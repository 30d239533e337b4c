import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import { RequestSigner } from './signature.js';

/** Where the requests about a bucket's objects go, and how they are signed. */
export interface BucketAddress {
  /** `https:` or `http:` */
  readonly protocol: string;
  readonly hostname: string;
  readonly port: number | undefined;
  /** The header `host`. */
  readonly host: string;
  /** What stands before a key in the path: `/`, or `/bucket/`. */
  readonly basePath: string;
  readonly signer: RequestSigner;
}

/**
 * By the rules of the SDK and all that is configured of them (partitions, FIPS, dual stack, path style, access points).
 * `undefined` where requests are to be signed in another way than by plain SigV4, or to carry headers of their own.
 */
export async function bucketAddressOf(
  { config }: S3Client,
  bucket: string,
): Promise<BucketAddress | undefined> {
  const preferred = await config.authSchemePreference();
  if (preferred.length > 0 && preferred[0] !== 'sigv4') return undefined;
  // The rules ask for a key and look at none.
  const object = { Bucket: bucket, Key: 'key' };
  const endpoint = await getEndpointFromInstructions(object, HeadObjectCommand, { ...config });
  const { url, headers = {}, properties } = endpoint;
  const [scheme] = (properties?.['authSchemes'] ?? []) as readonly AuthScheme[];
  const isPlain = scheme?.name === 'sigv4' && scheme.disableDoubleEncoding === true;
  if (!isPlain || Object.keys(headers).length > 0 || url.search !== '' || url.username !== '')
    return undefined;
  const { signingRegion, signingName } = scheme;
  if (signingRegion === undefined || signingName === undefined) return undefined;
  return {
    protocol: url.protocol,
    hostname: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    host: url.host,
    basePath: url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`,
    signer: new RequestSigner(signingRegion, signingName),
  };
}

/** What the SDK's rules say of how requests to an endpoint are signed. */
interface AuthScheme {
  readonly name?: string;
  readonly signingName?: string;
  readonly signingRegion?: string;
  readonly disableDoubleEncoding?: boolean;
}
