import type { ImageHeader } from '../header/imageHeader.js';
import { readPicture } from './openPicture.js';
import { plainAvif } from './plainAvif.js';

/** What is handed to sharp: a file, or bytes that it decodes where it would refuse the file. */
export interface DecoderInput {
  readonly source: string | Uint8Array;
  /** Clockwise; `undefined`: as the file says. */
  readonly degrees?: 90 | 270;
}

/** More than any picture that has to be changed before it is decoded. */
const MAX_CHANGED_BYTES = 1 << 26;
/** JFIF's block is the first of a file, so it ends within this. */
const MAX_JFIF_OFFSET = 1 << 16;

/** `undefined` if nothing here decodes the file. Rejects with the errors of the system. */
export async function decoderInput(file: string, { oddity }: ImageHeader): Promise<DecoderInput | undefined> {
  if (oddity !== 'boxes') return { source: file };
  const bytes = await bytesOf(file);
  const plain = bytes && plainAvif(bytes);
  if (plain === undefined) return undefined;
  return { source: plain.bytes, ...(plain.degrees !== 0 && { degrees: plain.degrees }) };
}

/**
 * A JPEG file with another revision of JFIF than 1: libjpeg warns of the number, and decodes the file like any other.
 * The bytes have the number that it knows.
 */
export async function withKnownRevision(file: string): Promise<DecoderInput | undefined> {
  const bytes = await bytesOf(file);
  const at = bytes?.subarray(0, MAX_JFIF_OFFSET).indexOf('JFIF\0') ?? -1;
  if (bytes === undefined || at < 0) return undefined;
  bytes.set([1, 1], at + 5);
  return { source: bytes };
}

/** `undefined` if the file is too large to be held in memory. */
async function bytesOf(file: string): Promise<Buffer | undefined> {
  const bytes = await readPicture(file, MAX_CHANGED_BYTES);
  return bytes && Buffer.from(bytes);
}
