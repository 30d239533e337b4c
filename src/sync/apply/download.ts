import { createHash } from 'node:crypto';
import { isMergeBase } from './mergeBase.js';
import { onTarget } from './onTarget.js';
import type { RunContext } from './runContext.js';
import { verifyDownload } from '../../core/content/sameContent.js';
import { changedInS3 } from '../../core/commonErrors.js';
import { isSameEtag } from '../../core/content/etag.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import { entryOf } from '../../core/manifest/manifestDraft.js';
import type { Download } from '../plan/plan.js';
import type { WrittenBytes } from '../../core/ports/fileStore.js';
import type { ObjectDownload } from '../../core/ports/objectStore.js';
import { noMoreThan, ofListedSize } from '../../core/content/listedSize.js';
import { retryBody } from '../../core/content/retryBody.js';
import { writeLocal } from './writeLocal.js';

/**
 * Fetches one object and verifies it before it takes its name. Returns the manifest entry that is true then. Throws
 * `changed-during-sync` where the object is not what the plan saw, `target-changed` where the file is not,
 * `wrong-bytes`, `object-missing`.
 */
export async function downloadObject(
  { path, s3, replaces, reason }: Download,
  context: RunContext,
): Promise<ManifestEntry> {
  const { objects, recovery, slots, signal } = context;
  /** Frees the transfer slot once the bytes have arrived: what follows is work of the disk alone. */
  let releaseSlot = (): void => undefined;
  const begin = async (): Promise<ObjectDownload> => {
    releaseSlot = await slots.acquire(s3.size);
    try {
      const arriving = await objects.get(s3.key, signal, s3);
      if (isSameEtag(arriving.head.etag, s3.etag)) return ofListedSize(arriving, s3);
      arriving.discard();
    } catch (error) {
      releaseSlot();
      throw error;
    }
    releaseSlot();
    throw changedInS3(path);
  };
  let attempts = 0;
  return retryBody(signal, begin, async (arriving) => {
    const { head } = arriving;
    // The SHA-256 that our upload stored is enough, in a third of the time. Where it differs, it may be that of other
    // bytes: the second attempt checks the MD5 as well.
    const md5 = head.sha256 === undefined || attempts > 0 ? createHash('md5') : undefined;
    attempts += 1;
    const received: Uint8Array[] = [];
    const remembers = isMergeBase(path, head.size);
    const see = (part: Uint8Array): void => {
      md5?.update(part);
      if (remembers) received.push(Buffer.from(part));
    };
    const body = passingOn(noMoreThan(s3.size, arriving.body, path), see, releaseSlot);
    const verify = (written: WrittenBytes): void => verifyDownload(written, md5?.digest('hex'), head, path);
    try {
      const written = await onTarget(path, () =>
        writeLocal({ path, body, replaces, reason, verify }, context),
      );
      if (remembers) await recovery.rememberCaption(written.sha256, Buffer.concat(received));
      return entryOf(written.file, written.sha256, head.etag);
    } finally {
      // A body that is not read to its end would hold its connection.
      arriving.discard();
      releaseSlot();
    }
  });
}

async function* passingOn(
  body: AsyncIterable<Uint8Array>,
  see: (part: Uint8Array) => void,
  ended: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const part of body) {
    see(part);
    yield part;
  }
  ended();
}
