/** A piece of a file that a header parser wants to see. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * A parser that asks for the pieces it needs and never touches the file itself, so that the same code reads a
 * file's few relevant bytes and a block that is already in memory. It gets fewer bytes than it asked for at the
 * end of the file, and meets the end as the `RangeError` of a `DataView`.
 */
export type HeaderParser<T> = Generator<ByteRange, T, DataView>;

/** Runs a parser over bytes in memory; throws `RangeError` where they are cut short. */
export function parseInMemory<T>(parser: HeaderParser<T>, bytes: DataView): T {
  let step = parser.next();
  while (step.done !== true) step = parser.next(subrange(bytes, step.value));
  return step.value;
}

/** A header that ends too soon is one that cannot be read; every other error is passed on. */
export function undefinedIfTruncated<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What lies in the range; shorter where the bytes end before it. */
export function subrange(bytes: DataView, { offset, length }: ByteRange): DataView {
  const start = Math.min(offset, bytes.byteLength);
  return new DataView(bytes.buffer, bytes.byteOffset + start, Math.min(length, bytes.byteLength - start));
}

/** Latin-1 text: chunk names, brands, magic words. */
export function textAt(view: DataView, offset: number, length: number): string {
  let text = '';
  for (let at = offset; at < offset + length; at++) text += String.fromCharCode(view.getUint8(at));
  return text;
}
