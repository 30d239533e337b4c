import { encodedKey } from './signature.js';

/** Content-MD5 is base64 where everything else is hex. */
export const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

/** The value of `x-amz-copy-source`. A header is ASCII, and the server decodes it as it does the path of a URL. */
export function copySourceOf(
  bucket: string,
  { key, versionId }: { readonly key: string; readonly versionId?: string | undefined },
): string {
  const path = encodedKey(`${bucket}/${key}`);
  return versionId === undefined ? path : `${path}?versionId=${encodeURIComponent(versionId)}`;
}
