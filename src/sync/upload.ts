import { extensionOf } from '../dataset/pairing.js';
import { isContentOf } from './content.js';
import { SyncError } from './errors.js';
import type { ManifestEntry } from './manifest.js';
import { entryOf } from './manifestDraft.js';
import type { Upload } from './plan.js';
import type { ByteBudget } from './pool.js';
import type { FileStore, LocalHashes, ObjectInfo, ObjectStore, UploadInfo } from './ports.js';

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
 * Sends one file, after a last look at what it would overwrite. Returns what both sides hold then.
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
  return sendUnlessThere(upload, content, context, signal, (key) =>
    objects.put(key, content.bytes, infoOf(upload, content), signal),
  );
}

async function sendParts(
  upload: Upload,
  context: UploadContext,
  signal: AbortSignal,
): Promise<ManifestEntry> {
  const { files, objects } = context;
  const content = await files.hash(upload.path, signal);
  return sendUnlessThere(upload, content, context, signal, (key) => {
    const parts = files.readParts(upload.path, content, PART_SIZE, signal);
    return objects.putParts(key, parts, infoOf(upload, content), signal);
  });
}

/** Looks once more, just before the act; where the very bytes have arrived meanwhile, there is nothing to send. */
async function sendUnlessThere(
  upload: Upload,
  content: LocalHashes,
  { objects, keyPrefix }: UploadContext,
  signal: AbortSignal,
  send: (key: string) => Promise<{ etag: string }>,
): Promise<ManifestEntry> {
  const key = keyPrefix + upload.path;
  const head = await objects.head(key, signal);
  if (head !== undefined && !isStill(head, upload.replaces)) {
    if (head.size === content.file.size && isContentOf(content, head)) {
      return entryOf(content.file, content.sha256, head.etag);
    }
    throw new SyncError('changed-during-sync', { file: upload.path, cause: 'the object changed in S3' });
  }
  const { etag } = await send(key);
  return entryOf(content.file, content.sha256, etag);
}

const isStill = (head: ObjectInfo, planned: ObjectInfo | undefined): boolean => head.etag === planned?.etag;

function infoOf(upload: Upload, content: LocalHashes): UploadInfo {
  return {
    contentType: CONTENT_TYPES[extensionOf(upload.path)] ?? 'application/octet-stream',
    sha256: content.sha256,
    md5: content.md5,
    size: content.file.size,
  };
}
