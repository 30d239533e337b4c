import { downloadObject } from './download.js';
import type { Acting } from './acting.js';
import type { LocalFile } from '../../core/ports/ports.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import type { KeptCopy } from '../plan/plan.js';
import { uploadFile } from './upload.js';
import { writeLocal } from './writeLocal.js';
import type { SyncDirection } from '../../core/progress.js';

/**
 * Gives the target's version of a file a name of its own, on both sides: a copy on one side only would be a stranger to
 * the next sync with deletes. Returns what both sides hold under the new name.
 */
export async function keepCopy(
  copy: KeptCopy,
  direction: SyncDirection,
  acting: Acting,
): Promise<ManifestEntry> {
  const local = direction === 'to-s3' ? await fromS3(copy, acting) : await fromFolder(copy, acting);
  return uploadFile({ action: 'upload', path: copy.as, reason: 'new', local, replaces: undefined }, acting);
}

async function fromS3({ path, as, remote }: KeptCopy, acting: Acting): Promise<LocalFile> {
  if (remote === undefined) throw new Error(`${path} is not in S3`);
  await downloadObject({ action: 'download', path: as, reason: 'new', remote, replaces: undefined }, acting);
  const file = await acting.files.stat(as);
  if (file === undefined) throw new Error(`${as} vanished`);
  return file;
}

async function fromFolder({ path, as }: KeptCopy, acting: Acting): Promise<LocalFile> {
  const { files, signal } = acting;
  const expected = await files.hash(path, signal);
  const body = files.readParts(path, expected, COPY_PART, signal);
  const write = { path: as, body, replaces: undefined, reason: 'new', verify: () => undefined };
  return (await writeLocal(write, acting)).file;
}

/** Bytes. */
const COPY_PART = 1024 * 1024;
