import { createHash, randomBytes } from 'node:crypto';
import { md5Etag } from './bucket.js';
import { S3Error, noSuchUpload } from '../http/s3Error.js';

export interface UploadedPart {
  readonly number: number;
  readonly etag: string;
  readonly bytes: Buffer;
  readonly modifiedMs: number;
}

export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly startedMs: number;
  readonly parts: Map<number, UploadedPart>;
}

/** S3's minimum size of every part except the last. */
const MIN_PART_SIZE = 5 * 1024 * 1024;

/** The unfinished multipart uploads, in memory. */
export class Uploads {
  readonly #uploads = new Map<string, Upload>();

  create(bucket: string, key: string, headers: Record<string, string>): Upload {
    const id = randomBytes(16).toString('hex');
    const upload = {
      id,
      bucket,
      key,
      headers,
      startedMs: Date.now(),
      parts: new Map<number, UploadedPart>(),
    };
    this.#uploads.set(id, upload);
    return upload;
  }

  /** Throws NoSuchUpload. */
  get(id: string, bucket: string, key: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload?.bucket !== bucket || upload.key !== key) throw noSuchUpload(id);
    return upload;
  }

  of(bucket: string): Upload[] {
    return [...this.#uploads.values()].filter((upload) => upload.bucket === bucket);
  }

  end(id: string): void {
    this.#uploads.delete(id);
  }
}

export function addPart(upload: Upload, number: number, bytes: Buffer): UploadedPart {
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw new S3Error(
      400,
      'InvalidArgument',
      'Part number must be an integer between 1 and 10000, inclusive',
    );
  }
  const part = { number, etag: md5Etag(bytes), bytes: Buffer.from(bytes), modifiedMs: Date.now() };
  upload.parts.set(number, part);
  return part;
}

/**
 * Assembles the content and its ETag, the MD5 of the parts' MD5s. Throws InvalidPart, InvalidPartOrder, EntityTooSmall.
 */
export function assemble(
  upload: Upload,
  listed: readonly { number: number; etag: string }[],
): { bytes: Buffer; etag: string } {
  const parts = listed.map(({ number, etag }, index) => {
    const part = upload.parts.get(number);
    if (part?.etag.replaceAll('"', '') !== etag.replaceAll('"', '').toLowerCase()) {
      throw new S3Error(400, 'InvalidPart', 'One or more of the specified parts could not be found.');
    }
    if (index > 0 && number <= (listed[index - 1]?.number ?? 0)) {
      throw new S3Error(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
    }
    if (index < listed.length - 1 && part.bytes.length < MIN_PART_SIZE) {
      throw new S3Error(
        400,
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
      );
    }
    return part;
  });
  const digest = createHash('md5');
  for (const { bytes } of parts) digest.update(createHash('md5').update(bytes).digest());
  return {
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
    etag: `"${digest.digest('hex')}-${parts.length}"`,
  };
}
