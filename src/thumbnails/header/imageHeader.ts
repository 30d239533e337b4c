import { parseAvif } from './avif.js';
import { parseBmpHeader } from './bmpHeader.js';
import { type HeaderParser, parseInMemory, textAt, undefinedIfTruncated } from './byteRange.js';
import { parseGif } from './gif.js';
import { parseJpeg } from './jpeg.js';
import { parseJxl } from './jxl.js';
import { parsePng } from './png.js';
import type { StoredSize } from './storedSize.js';
import { parseTiff } from './tiff.js';
import { parseWebp } from './webp.js';

export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'bmp' | 'avif' | 'heic' | 'tiff' | 'jxl';

export interface ImageHeader extends StoredSize {
  /** Detected from the content, not from the file's name. */
  readonly format: ImageFormat;
  /** Pixels as displayed, with `orientation` applied. */
  readonly width: number;
  readonly height: number;
}

type Format = readonly [ImageFormat, () => HeaderParser<StoredSize | undefined>];

/**
 * Reads size, format and orientation of an image from its header alone: about a hundred bytes, no decoder. Returns
 * `undefined` if it is not an image. Throws `RangeError` if the header is truncated.
 */
export function* parseImageHeader(): HeaderParser<ImageHeader | undefined> {
  const format = formatOf(yield { offset: 0, length: 64 });
  if (format === undefined) return undefined;
  const size = yield* format[1]();
  if (size === undefined || size.width < 1 || size.height < 1) return undefined;
  const onItsSide = size.orientation >= 5;
  return {
    format: format[0],
    width: onItsSide ? size.height : size.width,
    height: onItsSide ? size.width : size.height,
    orientation: size.orientation,
    pixelBytes: size.pixelBytes,
    ...(size.oddity !== undefined && { oddity: size.oddity }),
    ...(size.frame !== undefined && { frame: size.frame }),
  };
}

/** Reads the header from the first bytes of a file; `undefined` if it is not an image or the bytes do not suffice. */
export function imageHeaderOf(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return undefinedIfTruncated(() => parseInMemory(parseImageHeader(), view));
}

function formatOf(start: DataView): Format | undefined {
  if (start.byteLength < 12) return undefined;
  const magic = textAt(start, 0, 12);
  if (magic.startsWith('\xff\xd8\xff')) return ['jpeg', parseJpeg];
  if (magic.startsWith('\x89PNG\r\n\x1a\n')) return ['png', parsePng];
  if (magic.startsWith('GIF87a') || magic.startsWith('GIF89a')) return ['gif', parseGif];
  if (magic.startsWith('RIFF') && magic.endsWith('WEBP')) return ['webp', parseWebp];
  if (magic.startsWith('BM')) return ['bmp', parseBmpHeader];
  if (/^(II[*+]\0|MM\0[*+])/.test(magic)) return ['tiff', parseTiff];
  if (magic.startsWith('\xff\x0a') || magic === '\0\0\0\x0cJXL \r\n\x87\n') return ['jxl', parseJxl];
  if (magic.slice(4, 8) === 'ftyp') return heifFormatOf(start);
  return undefined;
}

/** AVIF and HEIC share a container; the brands (major brand at 8, compatible brands from 16 on) distinguish them. */
function heifFormatOf(start: DataView): Format | undefined {
  const brands = [textAt(start, 8, 4)];
  const end = Math.min(start.getUint32(0), start.byteLength);
  for (let at = 16; at + 4 <= end; at += 4) brands.push(textAt(start, at, 4));
  if (brands.includes('avif') || brands.includes('avis')) return ['avif', parseAvif];
  if (brands.some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand))) return ['heic', parseAvif];
  return undefined;
}
