import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import { addressAt, type BucketAddress } from '../wire/bucketAddress.js';
import { RequestSigner } from '../wire/signature.js';

/**
 * The address of a bucket by the rules of the SDK and all its configuration (partitions, FIPS, dual stack, path
 * style, access points). `undefined` where requests need another signature than plain SigV4, or additional headers.
 */
export async function bucketAddressOf(
  { config }: S3Client,
  bucket: string,
): Promise<BucketAddress | undefined> {
  const preferred = await config.authSchemePreference();
  if (preferred.length > 0 && preferred[0] !== 'sigv4') return undefined;
  // The rules require a key but ignore it.
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

/** How requests to an endpoint are signed, by the rules of the SDK. */
interface AuthScheme {
  readonly name?: string;
  readonly signingName?: string;
  readonly signingRegion?: string;
  readonly disableDoubleEncoding?: boolean;
}
