/** Graphemes at the end of a long name that are never cut: enough for `0012.jpeg`. */
const TAIL_LETTERS = 9;
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Splits a file name in two: CSS may cut `head` when space is short, but not `tail` with the number and extension. */
export function splitName(name: string): { readonly head: string; readonly tail: string } {
  const segments = [...letters.segment(name)];
  const cut = segments[segments.length - TAIL_LETTERS];
  if (cut === undefined || segments.length < 2 * TAIL_LETTERS) return { head: name, tail: '' };
  return { head: name.slice(0, cut.index), tail: name.slice(cut.index) };
}

/** The first 300 characters of a caption, on one line. */
export function firstWords(caption: string): string {
  return caption.slice(0, 300).replace(/\s+/g, ' ').trim();
}
