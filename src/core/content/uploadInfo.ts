import { createHash } from 'node:crypto';
import { extensionOf } from '../../dataset/pairing.js';
import type { ContentHashes } from '../ports/fileStore.js';
import type { UploadInfo } from '../ports/objectStore.js';

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
  jsonl: 'application/x-ndjson',
};

/** What an upload sends beside its bytes. `name`: a path or a key. `size`: bytes. */
export function uploadInfoOf(name: string, { sha256, md5 }: ContentHashes, size: number): UploadInfo {
  return { contentType: CONTENT_TYPES[extensionOf(name)] ?? 'application/octet-stream', sha256, md5, size };
}

/** The same for bytes that come from no file. */
export function uploadInfoOfBytes(name: string, bytes: Uint8Array): UploadInfo {
  const hashes = { sha256: digest('sha256', bytes), md5: digest('md5', bytes) };
  return uploadInfoOf(name, hashes, bytes.length);
}

const digest = (algorithm: 'sha256' | 'md5', bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');
