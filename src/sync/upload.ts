import { extensionOf } from '../dataset/pairing.js';
import { isContentOf } from './content.js';
import { SyncError } from './errors.js';
import type { ManifestEntry } from './manifest.js';
import { entryOf } from './manifestDraft.js';
import type { Upload } from './plan.js';
import type { ByteBudget } from './pool.js';
import type { Expected, FileStore, LocalHashes, ObjectStore, UploadInfo } from './ports.js';

/** Files up to this size are read once into memory: what is sent is what was hashed. Bytes. */
const IN_MEMORY_LIMIT = 16 * 1024 * 1024;
/** S3 takes 10,000 parts of at least 5 MiB: this holds objects up to 78 GiB. Bytes. */
const PART_SIZE = 8 * 1024 * 1024;
/** What the adapter may hold of one object at a time. Bytes. */
const PARTS_IN_MEMORY = 4 * PART_SIZE;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  bmp: 'image/bmp',
  avif: 'image/avif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  jxl: 'image/jxl',
  txt: 'text/plain; charset=utf-8',
};

export interface UploadContext {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly keyPrefix: string;
  readonly budget: ByteBudget;
}

/**
 * Sends one file, where what it would overwrite still is what the plan saw. Returns what both sides hold then.
 * Throws `changed-during-sync` where the object is not what the plan saw.
 */
export async function uploadFile(
  upload: Upload,
  context: UploadContext,
  signal: AbortSignal,
): Promise<ManifestEntry> {
  const isLarge = upload.local.size > IN_MEMORY_LIMIT;
  const memory = isLarge ? PARTS_IN_MEMORY : upload.local.size;
  const send = isLarge ? sendParts : sendWhole;
  return context.budget.with(memory, () => send(upload, context, signal));
}

async function sendWhole(
  upload: Upload,
  context: UploadContext,
  signal: AbortSignal,
): Promise<ManifestEntry> {
  const { files, objects } = context;
  const content = await files.read(upload.path, signal);
  return sendOrAdopt(upload, content, context, signal, (key) =>
    objects.put(key, content.bytes, infoOf(upload, content), expectedOf(upload), signal),
  );
}

async function sendParts(
  upload: Upload,
  context: UploadContext,
  signal: AbortSignal,
): Promise<ManifestEntry> {
  const { files, objects } = context;
  const content = await files.hash(upload.path, signal);
  return sendOrAdopt(upload, content, context, signal, (key) => {
    const parts = files.readParts(upload.path, content, PART_SIZE, signal);
    return objects.putParts(key, parts, infoOf(upload, content), expectedOf(upload), signal);
  });
}

/** Where the object is not what the plan saw, but the very bytes that were to be sent, there is nothing to send. */
async function sendOrAdopt(
  upload: Upload,
  content: LocalHashes,
  { objects, keyPrefix }: UploadContext,
  signal: AbortSignal,
  send: (key: string) => Promise<{ etag: string }>,
): Promise<ManifestEntry> {
  const key = keyPrefix + upload.path;
  try {
    const { etag } = await send(key);
    return entryOf(content.file, content.sha256, etag);
  } catch (error) {
    if (!isConflictAt(key, error)) throw error;
    const head = await objects.head(key, signal);
    if (head?.size === content.file.size && isContentOf(content, head)) {
      return entryOf(content.file, content.sha256, head.etag);
    }
    throw new SyncError(error.code, { ...error.data, file: upload.path }, { cause: error });
  }
}

/** A file that changed while it was read ends in the same code, but with the path for the key. */
const isConflictAt = (key: string, error: unknown): error is SyncError =>
  error instanceof SyncError && error.code === 'changed-during-sync' && error.data.file === key;

const expectedOf = ({ replaces }: Upload): Expected => replaces ?? 'absent';

function infoOf(upload: Upload, content: LocalHashes): UploadInfo {
  return {
    contentType: CONTENT_TYPES[extensionOf(upload.path)] ?? 'application/octet-stream',
    sha256: content.sha256,
    md5: content.md5,
    size: content.file.size,
  };
}
