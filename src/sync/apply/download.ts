import { createHash } from 'node:crypto';
import { isRemembered, onTarget, type Acting } from './acting.js';
import { verifyDownload } from '../../core/content/content.js';
import { SyncError } from '../../core/errors.js';
import { isSameEtag } from '../../core/content/etag.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import { entryOf } from '../../core/manifest/manifestDraft.js';
import type { Download } from '../plan/plan.js';
import type { ObjectDownload, WrittenBytes } from '../../core/ports/ports.js';
import { noMoreThan, ofListedSize } from '../../core/content/listedSize.js';
import { retryBody } from '../../core/content/retry.js';
import { writeLocal } from './writeLocal.js';

/**
 * Fetches one object, verified before it takes its name. Returns what both sides hold then. Throws
 * `changed-during-sync` where the object is not what the plan saw, `target-changed` where the file is not,
 * `wrong-bytes`, `object-missing`.
 */
export async function downloadObject(
  { path, remote, replaces, reason }: Download,
  acting: Acting,
): Promise<ManifestEntry> {
  const { objects, recovery, wire, signal } = acting;
  /** Gives back the place on the wire: what comes after the bytes is the disk's. */
  let leaveWire = (): void => undefined;
  const begin = async (): Promise<ObjectDownload> => {
    leaveWire = await wire.enter(remote.size);
    try {
      const arriving = await objects.get(remote.key, signal, remote);
      if (isSameEtag(arriving.head.etag, remote.etag)) return ofListedSize(arriving, remote);
      arriving.discard();
    } catch (error) {
      leaveWire();
      throw error;
    }
    leaveWire();
    throw new SyncError('changed-during-sync', { file: path, cause: 'the object changed in S3' });
  };
  let attempts = 0;
  return retryBody(signal, begin, async (arriving) => {
    const { head } = arriving;
    // A SHA-256 that we have sent along decides alone, in a third of the time. Where it says no, it may be that of other
    // bytes: then both decide.
    const md5 = head.sha256 === undefined || attempts > 0 ? createHash('md5') : undefined;
    attempts += 1;
    const kept: Uint8Array[] = [];
    const remembers = isRemembered(path, head.size);
    const see = (part: Uint8Array): void => {
      md5?.update(part);
      if (remembers) kept.push(Buffer.from(part));
    };
    const body = passingOn(noMoreThan(remote.size, arriving.body, path), see, leaveWire);
    const verify = (written: WrittenBytes): void => verifyDownload(written, md5?.digest('hex'), head, path);
    try {
      const written = await onTarget(path, () =>
        writeLocal({ path, body, replaces, reason, verify }, acting),
      );
      if (remembers) await recovery.rememberCaption(written.sha256, Buffer.concat(kept));
      return entryOf(written.file, written.sha256, head.etag);
    } finally {
      // A body that nobody reads to its end would keep its connection.
      arriving.discard();
      leaveWire();
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
