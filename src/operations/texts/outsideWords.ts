/**
 * Words from outside: names of files, keys, messages of servers, captions, holders. They are data wherever they are shown,
 * so what would steer the place that shows them is shown as an escape instead.
 */

/**
 * Control characters (C0, DEL, C1), line and paragraph separators, and what turns the direction of the text that
 * follows (Unicode Standard Annex 9, with the deprecated format characters and the interlinear annotations).
 */
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]/g;

const KNOWN: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** In one line, in which nothing steers a terminal or the direction of text: `a\u{1b}[2K`, `a\nb`. */
export const visible = (text: string): string => text.replace(STEERING, escaped);

/** The same for what may have several lines and tabs, as a caption and the trace of an error have. */
export const visibleLines = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(STEERING, (found) => (found === '\n' || found === '\t' ? found : escaped(found)));

/** JSON whose strings hold none of these characters as they are: the value that is read from it is the same. */
export const visibleJson = (json: string): string =>
  json.replace(STEERING, (found) => (found === '\n' ? found : `\\u${codeOf(found).padStart(4, '0')}`));

const escaped = (character: string): string => KNOWN[character] ?? `\\u{${codeOf(character)}}`;

const codeOf = (character: string): string => character.charCodeAt(0).toString(16);
