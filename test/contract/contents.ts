import { createHash } from 'node:crypto';
import type {
  ObjectDownload,
  ObjectInfo,
  ObjectStore,
  UploadInfo,
} from '../../src/core/ports/objectStore.js';

/** Deterministic bytes that differ at any two offsets, so that a misplaced part is detected. */
export function patternBytes(size: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let state = seed;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export const hex = (algorithm: 'md5' | 'sha256', bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');

export function uploadInfo(bytes: Uint8Array, contentType = 'image/png'): UploadInfo {
  return { contentType, size: bytes.length, md5: hex('md5', bytes), sha256: hex('sha256', bytes) };
}

export async function bytesOf(download: ObjectDownload): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of download.body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Slices of `size` bytes, like a file that is read for a multipart upload. */
export async function* slices(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += size) {
    await Promise.resolve();
    yield bytes.subarray(offset, offset + size);
  }
}

/** S3's minimum part size. */
export const PART_SIZE = 5 * 1024 * 1024;

export async function listAll(
  store: ObjectStore,
  prefix: string,
  signal: AbortSignal = new AbortController().signal,
  known?: Iterable<string>,
): Promise<{ objects: ObjectInfo[]; pages: number }> {
  const objects: ObjectInfo[] = [];
  let pages = 0;
  for await (const page of store.list(prefix, signal, known)) {
    objects.push(...page);
    pages++;
  }
  return { objects, pages };
}

/** Runs `act` for every item, a limited number at once. */
export async function eachAtOnce<T>(
  items: readonly T[],
  atOnce: number,
  act: (item: T) => Promise<unknown>,
): Promise<void> {
  const rest = [...items];
  const work = async (): Promise<void> => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
