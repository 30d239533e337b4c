/** The bytes of a caption and its text, without loss: the byte order mark, line ends and blanks are part of the text. */

/** Why the bytes of a caption cannot be edited as text. */
export type NoText = 'not-utf8' | 'binary' | 'too-large';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BOM = '\ufeff';

/** `text` and its encoding are the same bytes. With a `problem` there is no such text. */
export function decodeCaption(
  bytes: Uint8Array,
): { readonly text: string } | { readonly problem: Exclude<NoText, 'too-large'> } {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    return { problem: 'not-utf8' };
  }
  return text.includes('\0') ? { problem: 'binary' } : { text };
}

export function encodeCaption(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The text as a text field of a browser holds it: without the byte order mark, each line end is a line feed. */
export function fieldTextOf(text: string): string {
  return text.slice(bomLength(text)).replace(/\r\n?/g, '\n');
}

/** Whether a caption with this text would say nothing. */
export function saysNothing(text: string): boolean {
  return fieldTextOf(text).trim() === '';
}

/**
 * The text of a caption after its field was edited: only the edited region differs from `text`. A new line ends as the
 * line before it does. `fieldTextOf` of the result is `field`.
 */
export function withFieldText(text: string, field: string): string {
  const old = fieldTextOf(text);
  const start = commonStart(old, field);
  const end = commonEnd(old.slice(start), field.slice(start));
  const from = rawOffset(text, start);
  const to = rawOffset(text, old.length - end);
  const lineEnd = lineEndAt(text, from);
  const inserted = field.slice(start, field.length - end).replaceAll('\n', lineEnd);
  return joined(joined(text.slice(0, from), inserted), text.slice(to));
}

const bomLength = (text: string): number => (text.startsWith(BOM) ? 1 : 0);

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

/** The offset in the text of an offset in its field. */
function rawOffset(text: string, fieldOffset: number): number {
  let raw = bomLength(text);
  for (let passed = 0; passed < fieldOffset; passed++) raw += text.startsWith('\r\n', raw) ? 2 : 1;
  return raw;
}

/** The kind of the last line end before the offset, or of the first one after it. */
function lineEndAt(text: string, offset: number): string {
  const before = [...text.slice(0, offset).matchAll(/\r\n?|\n/g)].at(-1);
  return before?.[0] ?? /\r\n?|\n/.exec(text.slice(offset))?.[0] ?? '\n';
}

/** Two line ends that meet stay two: a carriage return before a line feed would be one. */
function joined(a: string, b: string): string {
  return a.endsWith('\r') && b.startsWith('\n') ? `${a}\n${b}` : a + b;
}
