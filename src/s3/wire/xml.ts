/**
 * `depth`: the number of enclosing elements, of which `parent` is the innermost. `text`: the text since the last tag.
 */
export type OnElementEnd = (name: string, depth: number, text: string, parent: string | undefined) => void;

/** The document is not complete or not well-formed. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

/** A start tag with attributes, whose values may contain `>`. */
const START_WITH_ATTRIBUTES = /<[^\s<>/=]+(?:\s+[^\s<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?>/y;

/**
 * Reads the XML that S3 answers with: elements, text, comments, CDATA; namespaces and attributes are ignored. Calls
 * `onElementEnd` as each element ends; entities in its text are not decoded yet (`decoded`). Throws `XmlError` where
 * the document is cut off, elements overlap, or there is text around its one root.
 */
export function readXml(document: string, onElementEnd: OnElementEnd): void {
  const open: string[] = [];
  const plainNames = new Set<string>();
  let isBegun = false;
  let text = '';
  let at = document.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    const tag = document.indexOf('<', at);
    const before = tag < 0 ? document.slice(at) : document.slice(at, tag);
    if (open.length === 0) {
      if (before.trim() !== '') throw new XmlError('text that belongs to no element');
    } else text += before;
    if (tag < 0) break;
    if (document.startsWith('</', tag)) {
      const end = endOf(document, '>', tag);
      const name = open.pop();
      if (name === undefined || document.slice(tag + 2, end).trimEnd() !== name)
        throw new XmlError('an end without a beginning');
      onElementEnd(name, open.length, text, open.at(-1));
      text = '';
      at = end + 1;
    } else if (document.startsWith('<?', tag)) {
      at = endOf(document, '?>', tag) + 2;
    } else if (document.startsWith('<!--', tag)) {
      at = endOf(document, '-->', tag + 4) + 3;
    } else if (document.startsWith('<![CDATA[', tag) && open.length > 0) {
      const end = endOf(document, ']]>', tag);
      text += document.slice(tag + 9, end).replaceAll('&', '&amp;');
      at = end + 3;
    } else {
      if (open.length === 0 && isBegun) throw new XmlError('a second root');
      isBegun = true;
      const { name, isEmpty, end } = startAt(document, tag, plainNames);
      text = '';
      if (isEmpty) onElementEnd(name, open.length, '', open.at(-1));
      else open.push(name);
      at = end + 1;
    }
  }
  if (!isBegun || open.length > 0) throw new XmlError('the document is cut off');
}

function endOf(document: string, mark: string, from: number): number {
  const end = document.indexOf(mark, from);
  if (end < 0) throw new XmlError('the document is cut off');
  return end;
}

/**
 * The name in a start tag, whether the element is empty, and where the tag ends. `plainNames`: the tags so far that
 * were nothing but a name; most that follow equal one of them and need no parsing.
 */
function startAt(
  document: string,
  tag: number,
  plainNames: Set<string>,
): { name: string; isEmpty: boolean; end: number } {
  let end = endOf(document, '>', tag);
  let inside = document.slice(tag + 1, end);
  if (plainNames.has(inside)) return { name: inside, isEmpty: false, end };
  const isBare = !/\s/.test(inside);
  if (!isBare) {
    START_WITH_ATTRIBUTES.lastIndex = tag;
    const start = START_WITH_ATTRIBUTES.exec(document)?.[0];
    if (start === undefined) throw new XmlError('no start of an element');
    end = tag + start.length - 1;
    inside = document.slice(tag + 1, end);
  }
  const isEmpty = inside.endsWith('/');
  const name = /^[^\s<>/=!&"']+/.exec(inside)?.[0];
  const isWhole = name?.length === inside.length - (isEmpty ? 1 : 0);
  if (name === undefined || (isBare && !isWhole)) throw new XmlError('an element without a name');
  if (name === inside) plainNames.add(name);
  return { name, isEmpty, end };
}

/** Decodes entities. An entity that XML does not define is left as it is. */
export function decoded(text: string): string {
  if (!text.includes('&')) return text;
  // Every ETag of a listing contains it, and a plain replace is faster. What remains cannot begin another entity.
  const unquoted = text.replaceAll('&quot;', '"');
  return unquoted.includes('&')
    ? unquoted.replace(/&(#\w+|\w+);/g, (all, name: string) => characterOf(name) ?? all)
    : unquoted;
}

/** `&quot;`, or in the notation of some servers `&#34;` or `&#x22;`. */
function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
  const point = Number(name.startsWith('#x') ? `0${name.slice(1)}` : name.slice(1));
  return Number.isInteger(point) && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
