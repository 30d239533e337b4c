import { decodeBmp } from './bmp.js';
import { decodedWebp, encodedWebp } from './decodedWebp.js';
import { decoderInput, withKnownRevision } from './decoderInput.js';
import { decodedBytes, isTooLarge } from './decodingMemory.js';
import type { ImageHeader } from '../header/imageHeader.js';
import { openPicture, type ReadRange } from './openPicture.js';
import { readImageHeader } from './readImageHeader.js';
import type { Sharp } from './sharpLoader.js';
import type { ThumbnailStatus } from './thumbnailStatus.js';

/** The result for one image, without its name. */
export interface MadeThumbnail {
  readonly status: ThumbnailStatus;
  /** WebP; absent if nothing could be decoded. */
  readonly webp?: Uint8Array;
  /** Pixels of the original as displayed; absent if the header cannot be read. */
  readonly width?: number;
  readonly height?: number;
}

/** The message of sharp if a decoder finds more pixels than the header says. */
const TOO_MANY_PIXELS = /exceeds pixel limit/;
/** Messages of libvips for intact files of a kind that this build cannot decode. */
const NOT_DECODABLE = /unsupported|not supported|unimplemented|not implemented|not configured|no decod/i;
/** The warning of libjpeg for a number in a whole file. */
const UNKNOWN_REVISION = /unknown JFIF revision/;

/**
 * Makes the thumbnail of one image file. It resolves whatever the file contains, and rejects only with the system's
 * error if the file cannot be read. `acquire` waits for the memory that decoding needs (bytes) and resolves to its
 * release, or to `undefined` if nobody wants the thumbnail any more; then the result is `undefined` too.
 */
export async function makeThumbnail(
  sharp: Sharp,
  file: string,
  acquire: (bytes: number) => Promise<(() => void) | undefined>,
): Promise<MadeThumbnail | undefined> {
  const header = await readImageHeader(file);
  // Only the formats that we detected by content go to sharp: a file's name cannot start an SVG or PDF renderer.
  if (header === undefined) return { status: 'damaged' };
  const size = { width: header.width, height: header.height };
  if (!isDecodable(header, sharp)) return { status: undecoded(header), ...size };
  if (isTooLarge(header)) return { status: 'too-large', ...size };
  const release = await acquire(decodedBytes(header));
  if (release === undefined) return undefined;
  try {
    const made =
      header.format === 'bmp'
        ? await thumbnailOfBmp(sharp, file)
        : await thumbnailOfFile(sharp, file, header);
    return { ...made, ...size };
  } finally {
    release();
  }
}

/** The status of a picture that is not decoded here, by what browsers do with its format. */
const undecoded = ({ format }: ImageHeader): ThumbnailStatus =>
  format === 'jxl' || format === 'avif' ? 'in-browser' : 'unsupported';

/** By the header alone: of some kinds libvips says nothing and gives a black picture, or one in wrong colours. */
function isDecodable({ format, oddity }: ImageHeader, { versions }: Sharp): boolean {
  if (format === 'jxl' || format === 'heic' || oddity === 'undecodable') return false;
  return oddity !== 'native-only' || !('emscripten' in versions);
}

async function thumbnailOfFile(sharp: Sharp, file: string, header: ImageHeader): Promise<MadeThumbnail> {
  const input = await decoderInput(file, header);
  if (input === undefined) return { status: undecoded(header) };
  const decode = (failOn: 'warning' | 'none', from = input) => decodedWebp(sharp, from, { header, failOn });
  try {
    return { status: 'ready', webp: await decode('warning') };
  } catch (error) {
    let reason = String(error);
    if (TOO_MANY_PIXELS.test(reason)) return { status: 'too-large' };
    if (isKindUnknown(header, reason)) return { status: undecoded(header) };
    const changed = UNKNOWN_REVISION.test(reason) ? await withKnownRevision(file) : undefined;
    try {
      if (changed !== undefined) return { status: 'ready', webp: await decode('warning', changed) };
    } catch (another) {
      reason = String(another);
    }
    try {
      return { status: 'damaged', webp: await decode('none') };
    } catch (last) {
      // A GIF can turn out to be too large only here.
      return { status: TOO_MANY_PIXELS.test(String(last)) ? 'too-large' : 'damaged' };
    }
  }
}

/** The first error counts: it describes the file under strict decoding. Without errors, some give a black picture. */
const isKindUnknown = ({ format }: ImageHeader, reason: string): boolean =>
  (format === 'avif' || format === 'tiff') && NOT_DECODABLE.test(reason);

async function thumbnailOfBmp(sharp: Sharp, file: string): Promise<MadeThumbnail> {
  try {
    const bitmap = await bitmapOf(file);
    if (typeof bitmap === 'string') return { status: bitmap };
    const { width, height, rgba, isTruncated } = bitmap;
    const webp = await encodedWebp(sharp(rgba, { raw: { width, height, channels: 4 } }));
    return { status: isTruncated ? 'damaged' : 'ready', webp };
  } catch (error) {
    if (error instanceof RangeError) return { status: 'damaged' };
    throw error;
  }
}

async function bitmapOf(file: string): ReturnType<typeof decodeBmp> {
  const handle = await openPicture(file);
  try {
    const read: ReadRange = async (offset, length) => {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    return await decodeBmp(read, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}
