import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import { addressAt, type BucketAddress } from '../wire/bucketAddress.js';
import { RequestSigner } from '../wire/signature.js';

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
  const basePath = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return addressAt(url, basePath, new RequestSigner(signingRegion, signingName));
}

/** What the SDK's rules say of how requests to an endpoint are signed. */
interface AuthScheme {
  readonly name?: string;
  readonly signingName?: string;
  readonly signingRegion?: string;
  readonly disableDoubleEncoding?: boolean;
}
