/** Letters at the end of a name that stay when it is too long: enough for `0012.jpeg`. */
const TAIL_LETTERS = 9;
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A file name in two: the first part is cut when room is short, the second, with the number and extension, is not. */
export function splitName(name: string): { readonly head: string; readonly tail: string } {
  const segments = [...letters.segment(name)];
  const cut = segments[segments.length - TAIL_LETTERS];
  if (cut === undefined || segments.length < 2 * TAIL_LETTERS) return { head: name, tail: '' };
  return { head: name.slice(0, cut.index), tail: name.slice(cut.index) };
}

/** The beginning of a caption on one line. */
export function firstWords(caption: string): string {
  return caption.slice(0, 300).replace(/\s+/g, ' ').trim();
}
