import type { World } from './handlers/context.js';
import type { S3Request } from './http/request.js';
import { S3Error } from './http/s3Error.js';
import { signedRegionOf } from './http/signature.js';

/** AWS's answer to a request that is signed for another region than the bucket's. */
export function wrongRegionOf(request: S3Request, { region, personality }: World): S3Error | undefined {
  if (personality.wrongRegion === 'accept' || request.bucket === '') return undefined;
  const signed = signedRegionOf(request);
  if (signed === region) return undefined;
  const headers = { 'x-amz-bucket-region': region };
  if (personality.wrongRegion === 'redirect') {
    return new S3Error(
      301,
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint.',
      { Endpoint: `s3.${region}.amazonaws.com`, Bucket: request.bucket },
      headers,
    );
  }
  return new S3Error(
    400,
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; the region '${signed}' is wrong; expecting '${region}'`,
    { Region: region },
    // The region is in a header for HEAD, and only in the document for all other requests.
    request.method === 'HEAD' ? headers : {},
  );
}
