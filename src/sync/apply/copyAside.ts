import { downloadObject } from './download.js';
import type { RunContext } from './runContext.js';
import type { LocalFile } from '../../core/ports/fileStore.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import type { RenamedCopy } from '../plan/plan.js';
import { uploadFile } from './upload.js';
import { writeLocal } from './writeLocal.js';
import type { SyncDirection } from '../../core/progress.js';

/**
 * Copies the target's version of a file to a new name, on both sides: a copy on one side only would be deleted by the
 * next sync with deletes. Returns the manifest entry of the copy.
 */
export async function copyAside(
  copy: RenamedCopy,
  direction: SyncDirection,
  context: RunContext,
): Promise<ManifestEntry> {
  const local = direction === 'to-s3' ? await fromS3(copy, context) : await fromFolder(copy, context);
  return uploadFile({ action: 'upload', path: copy.as, reason: 'new', local, replaces: undefined }, context);
}

async function fromS3({ path, as, s3 }: RenamedCopy, context: RunContext): Promise<LocalFile> {
  if (s3 === undefined) throw new Error(`${path} is not in S3`);
  await downloadObject({ action: 'download', path: as, reason: 'new', s3, replaces: undefined }, context);
  const file = await context.files.stat(as);
  if (file === undefined) throw new Error(`${as} vanished`);
  return file;
}

async function fromFolder({ path, as }: RenamedCopy, context: RunContext): Promise<LocalFile> {
  const { files, signal } = context;
  const expected = await files.hash(path, signal);
  const body = files.readParts(path, expected, COPY_PART_BYTES, signal);
  const write = { path: as, body, replaces: undefined, reason: 'new', verify: () => undefined };
  return (await writeLocal(write, context)).file;
}

/** Bytes. */
const COPY_PART_BYTES = 1024 * 1024;
