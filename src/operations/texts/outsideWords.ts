/**
 * Text from outside: names of files, keys, messages of servers, captions, holders. It is data wherever it is shown, so
 * characters that would control the display are shown as escapes.
 */

/**
 * Control characters (C0, DEL, C1), line and paragraph separators, and characters that change the direction of the text
 * that follows (Unicode Standard Annex 9, with the deprecated format characters and the interlinear annotations).
 */
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]/g;

const KNOWN: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line without characters that control a terminal or the direction of text: `a\u{1b}[2K`, `a\nb`. */
export const visible = (text: string): string => text.replace(STEERING, escaped);

/** The same for text that may have several lines and tabs, such as a caption or the stack trace of an error. */
export const visibleLines = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(STEERING, (found) => (found === '\n' || found === '\t' ? found : escaped(found)));

/** JSON with these characters escaped in its strings: parsing it gives the same value. */
export const visibleJson = (json: string): string =>
  json.replace(STEERING, (found) => (found === '\n' ? found : `\\u${codeOf(found).padStart(4, '0')}`));

const escaped = (character: string): string => KNOWN[character] ?? `\\u{${codeOf(character)}}`;

const codeOf = (character: string): string => character.charCodeAt(0).toString(16);
