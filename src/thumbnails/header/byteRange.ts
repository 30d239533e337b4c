/** A range of a file that a header parser asks for. Bytes. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * A parser that yields the byte ranges it needs and never reads the file itself. So the same code parses a file, of
 * which only a few bytes are read, and a block in memory. At the end of the file it gets fewer bytes than it asked for;
 * a read beyond them throws the `RangeError` of `DataView`.
 */
export type HeaderParser<T> = Generator<ByteRange, T, DataView>;

/** Runs a parser over bytes in memory. Throws `RangeError` if they are truncated. */
export function parseInMemory<T>(parser: HeaderParser<T>, bytes: DataView): T {
  let step = parser.next();
  while (step.done !== true) step = parser.next(subrange(bytes, step.value));
  return step.value;
}

/** Returns `undefined` for the `RangeError` of a truncated header; rethrows every other error. */
export function undefinedIfTruncated<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The bytes of the range, without copying; fewer if `bytes` ends before the range does. */
export function subrange(bytes: DataView, { offset, length }: ByteRange): DataView {
  const start = Math.min(offset, bytes.byteLength);
  return new DataView(bytes.buffer, bytes.byteOffset + start, Math.min(length, bytes.byteLength - start));
}

/** Reads Latin-1 text: chunk names, brands, magic numbers. */
export function textAt(view: DataView, offset: number, length: number): string {
  let text = '';
  for (let at = offset; at < offset + length; at++) text += String.fromCharCode(view.getUint8(at));
  return text;
}
