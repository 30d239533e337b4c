import { encodedKey } from './signature.js';

/** Content-MD5 is base64; all other hashes are hex. */
export const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

/** The value of `x-amz-copy-source`. Headers are ASCII, and the server decodes this one like the path of a URL. */
export function copySourceOf(
  bucket: string,
  { key, versionId }: { readonly key: string; readonly versionId?: string | undefined },
): string {
  const path = encodedKey(`${bucket}/${key}`);
  return versionId === undefined ? path : `${path}?versionId=${encodeURIComponent(versionId)}`;
}
