/** A line and the line end that follows it in the file; `end` is empty after the last line. */
export interface Line {
  readonly text: string;
  readonly end: string;
}

/** A caption, split into its content (`lines`) and the form of its file. */
export interface CaptionText {
  /** U+FEFF, or empty. */
  readonly byteOrderMark: string;
  /** At least one. */
  readonly lines: readonly Line[];
  /** The line ends after the last line: none, one or several. */
  readonly finalEnds: string;
}

const BYTE_ORDER_MARK = '\uFEFF';

export function readCaption(text: string): CaptionText {
  const start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  let end = text.length;
  while (end > start && /[\r\n]/.test(text.charAt(end - 1))) end -= 1;
  // The line ends are captured, so lines and line ends alternate.
  const pieces = text.slice(start, end).split(/(\r\n|\r|\n)/);
  const lines: Line[] = [];
  for (let index = 0; index < pieces.length; index += 2) {
    lines.push({ text: pieces[index] ?? '', end: pieces[index + 1] ?? '' });
  }
  return { byteOrderMark: text.slice(0, start), lines, finalEnds: text.slice(end) };
}

/** Writes lines in the form of another caption's file. A line without a line end gets the usual one of that file. */
export function writeCaption(form: CaptionText, lines: readonly Line[]): string {
  const usualEnd = form.lines[0]?.end || /^(\r\n|\r|\n)/.exec(form.finalEnds)?.[0] || '\n';
  const last = lines.length - 1;
  const texts = lines.map(({ text, end }, index) => (index === last ? text : text + (end || usualEnd)));
  return form.byteOrderMark + texts.join('') + form.finalEnds;
}

/** The lines without their line ends, so that `writeCaption` gives them those of another file. */
export const withoutEnds = (lines: readonly Line[]): Line[] => lines.map(({ text }) => ({ text, end: '' }));

/** Whether two lists of lines have the same text; line ends are ignored. */
export const isSameText = (a: readonly Line[], b: readonly Line[]): boolean =>
  a.length === b.length && a.every(({ text }, index) => text === b[index]?.text);

export const isBlank = ({ lines }: CaptionText): boolean => lines.every(({ text }) => text.trim() === '');
