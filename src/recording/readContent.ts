import { createHash } from 'node:crypto';
import { hasCode } from '../core/errors.js';
import type { ContentHashes } from '../core/ports/fileStore.js';
import type { ObjectDownload, ObjectStore } from '../core/ports/objectStore.js';
import { retryBody } from '../core/content/retryBody.js';

/** The content of an object, as its bytes show it. */
export interface ReadContent extends ContentHashes {
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
}

/** Reads an object to its end without keeping it in memory; `undefined` where there is none. */
export const readContent = (
  objects: Pick<ObjectStore, 'get'>,
  key: string,
  signal: AbortSignal,
): Promise<ReadContent | undefined> => contentOf(() => objects.get(key, signal), signal);

/** As `readContent`, for an object or a former version of one. */
export const readSource = (
  objects: Pick<ObjectStore, 'get' | 'getVersion'>,
  source: { readonly key: string; readonly versionId?: string },
  signal: AbortSignal,
): Promise<ReadContent | undefined> => contentOf(() => getSource(objects, source, signal), signal);

export const getSource = (
  objects: Pick<ObjectStore, 'get' | 'getVersion'>,
  { key, versionId }: { readonly key: string; readonly versionId?: string },
  signal: AbortSignal,
): Promise<ObjectDownload> =>
  versionId === undefined ? objects.get(key, signal) : objects.getVersion(key, versionId, signal);

async function contentOf(
  begin: () => Promise<ObjectDownload>,
  signal: AbortSignal,
): Promise<ReadContent | undefined> {
  try {
    return await retryBody(signal, begin, async ({ head, body }) => {
      const [sha256, md5] = [createHash('sha256'), createHash('md5')];
      let size = 0;
      for await (const part of body) {
        sha256.update(part);
        md5.update(part);
        size += part.length;
      }
      return { etag: head.etag, size, sha256: sha256.digest('hex'), md5: md5.digest('hex') };
    });
  } catch (error) {
    if (hasCode(error, 'object-missing')) return undefined;
    throw error;
  }
}
