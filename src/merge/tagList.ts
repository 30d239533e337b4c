/**
 * Captions that are lists of tags, read and written without changing a character of what stays. The conventions are
 * those of kohya's sd-scripts: a comma between tags, `;;;` inside a tag that is a group, `|||` between parts whose
 * tags keep apart.
 */

const PART_SEPARATOR = '|||';

/** A tag may be a long title or a short phrase, but not a paragraph. Characters. */
const MAX_TAG_LENGTH = 100;
/** Trainers read some 225 tokens; this leaves room for everything that is meant to be read. */
const MAX_TAGS = 1000;
/** Tags are one to three words each, with now and then a phrase among them; clauses of prose are longer. */
const MAX_MEAN_WORDS = 4;

/** `cat. The`, or a full stop at the very end; shorter words are more often abbreviations (`st. louis`). */
const SENTENCE_END = /\p{L}{3}\.["”’)]*(?:\s+\p{Lu}|$)|[。！？]/u;
/** How a clause goes on in prose, and a tag never begins. */
const CLAUSE = /^(?:and|but|or|so|which|while|who|whose|where)\s/i;

/**
 * The rule by which a caption counts as a list of tags; everything else is prose. One line; its comma-separated items
 * short (at most 4 words on average, none above 100 characters); no sentence ends in it; no item goes on like a clause
 * (“and …”, “which …”); no comma stands inside brackets or quotes. When in doubt it is prose, whose merge asks sooner.
 */
export function isTagList(line: string): boolean {
  if (/[\r\n]/.test(line) || SENTENCE_END.test(line.trim())) return false;
  const tags = readTagParts(line).flatMap((part) => part.tags);
  if (tags.length === 0 || tags.length > MAX_TAGS) return false;
  const words = tags.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0);
  return words <= tags.length * MAX_MEAN_WORDS && tags.every(({ text }) => isTag(text));
}

function isTag(text: string): boolean {
  if (text.length > MAX_TAG_LENGTH || CLAUSE.test(text)) return false;
  const isEmoticon = !/[\p{L}\p{N}]{2}/u.test(text);
  return isEmoticon || isBalanced(text);
}

function isBalanced(text: string): boolean {
  const count = (character: string): number => text.split(character).length - 1;
  const pairs = ['()', '[]', '{}'] as const;
  return count('"') % 2 === 0 && pairs.every(([open = '', close = '']) => count(open) === count(close));
}

export interface Tag {
  /** What the tag is, whatever its weight, case and spelling, and which of several alike in its part. */
  readonly id: string;
  /** As it is written, without the space around it. */
  readonly text: string;
}

interface SpacedTag extends Tag {
  readonly before: string;
  readonly after: string;
}

/** What stands between two `|||`. The space around it, and commas that have no tag beside them, are not its tags. */
export interface TagPart {
  readonly lead: string;
  readonly tags: readonly SpacedTag[];
  readonly trail: string;
}

export function readTagParts(line: string): TagPart[] {
  return line.split(PART_SEPARATOR).map(readPart);
}

function readPart(part: string): TagPart {
  const isSpacing = (index: number): boolean => /[\s,]/.test(part.charAt(index));
  let start = 0;
  while (start < part.length && isSpacing(start)) start += 1;
  let end = part.length;
  while (end > start && isSpacing(end - 1)) end -= 1;
  if (start === end) return { lead: part, tags: [], trail: '' };
  const times = new Map<string, number>();
  const tags = part
    .slice(start, end)
    .split(',')
    .map((raw) => {
      const text = raw.trim();
      const identity = tagIdentityOf(text);
      const time = (times.get(identity) ?? 0) + 1;
      times.set(identity, time);
      const before = raw.slice(0, raw.length - raw.trimStart().length);
      return { id: `${identity},${time}`, text, before, after: raw.slice(before.length + text.length) };
    });
  return { lead: part.slice(0, start), tags, trail: part.slice(end) };
}

/** The part with other tags in it. Those that were there keep the space around them, new ones get the usual. */
export function writePart({ lead, tags, trail }: TagPart, written: readonly Tag[]): string {
  const spacing = new Map(tags.map((tag, index) => [tag.id, { ...tag, isFirst: index === 0 }]));
  const usual = tags[1]?.before ?? ' ';
  const texts = written.map(({ id, text }, index) => {
    const own = spacing.get(id);
    const before = index === 0 ? '' : own === undefined || own.isFirst ? usual : own.before;
    return before + text + (index === written.length - 1 ? '' : (own?.after ?? ''));
  });
  return lead + texts.join(',') + trail;
}

export const joinParts = (parts: readonly string[]): string => parts.join(PART_SEPARATOR);

/** What makes two spellings one tag: not the weight, the case, the escapes, nor `_` for a space. */
export function tagIdentityOf(tag: string): string {
  return withoutWeight(tag)
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('\\', '')
    .replace(/[\s_]+/g, ' ')
    .trim();
}

/** `tag` of `(tag:1.2)`, `((tag))`, `[tag]` and `{tag}`. */
function withoutWeight(tag: string): string {
  let name = tag;
  while (isBracketed(name))
    name = name
      .slice(1, -1)
      .replace(/:\s*[\d.]+$/, '')
      .trim();
  return name;
}

/** Whether the first character is a bracket that the last one closes. */
function isBracketed(text: string): boolean {
  const last = text.length - 1;
  if (!['()', '[]', '{}'].includes(text.charAt(0) + text.charAt(last))) return false;
  let depth = 0;
  for (let index = 0; index < last; index += 1) {
    if ('([{'.includes(text.charAt(index))) depth += 1;
    if (')]}'.includes(text.charAt(index))) depth -= 1;
    if (depth === 0) return false;
  }
  return true;
}
