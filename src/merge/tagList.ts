/**
 * Reads and writes captions that are lists of tags, without changing a character of the tags that stay. The conventions
 * are those of kohya's sd-scripts: a comma between tags, `;;;` inside a tag that is a group, `|||` between parts whose
 * tags must not mix.
 */

const PART_SEPARATOR = '|||';

/** A tag may be a long title or a short phrase, but not a paragraph. Characters. */
const MAX_TAG_LENGTH = 100;
/** Trainers read about 225 tokens, so no caption that is meant to be read in full has more tags. */
const MAX_TAGS = 1000;
/** Tags usually have one to three words, and now and then a phrase; clauses of prose are longer. */
const MAX_MEAN_WORDS = 4;

/**
 * `cat. The`, or a full stop at the very end. Words of fewer than 3 letters are usually abbreviations (`st. louis`).
 */
const SENTENCE_END = /\p{L}{3}\.["”’)]*(?:\s+\p{Lu}|$)|[。！？]/u;
/** Words that continue a clause in prose and never begin a tag. */
const CLAUSE = /^(?:and|but|or|so|which|while|who|whose|where)\s/i;

/**
 * Decides whether a caption is a list of tags; everything else is prose. A list of tags is one line of short
 * comma-separated items (at most 4 words on average, none above 100 characters), without the end of a sentence, without
 * an item that continues a clause (“and …”, “which …”), and without a comma inside brackets or quotes. In doubt a
 * caption is prose, whose merge more often asks the user.
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
  /** The tag's identity (`tagIdentityOf`), with its occurrence among equal tags of its part. */
  readonly id: string;
  /** The tag as written, without the surrounding space. */
  readonly text: string;
}

interface SpacedTag extends Tag {
  readonly before: string;
  readonly after: string;
}

/** The text between two `|||`. `lead` and `trail` hold its outer space and commas, which belong to no tag. */
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

/** Writes the part with other tags. Tags that it had keep their surrounding space, new ones get the usual space. */
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

/** The form in which two spellings of one tag are equal: without weight, case, escapes, and `_` for a space. */
export function tagIdentityOf(tag: string): string {
  return withoutWeight(tag)
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('\\', '')
    .replace(/[\s_]+/g, ' ')
    .trim();
}

/** Returns `tag` for `(tag:1.2)`, `((tag))`, `[tag]` and `{tag}`. */
function withoutWeight(tag: string): string {
  let name = tag;
  while (isBracketed(name))
    name = name
      .slice(1, -1)
      .replace(/:\s*[\d.]+$/, '')
      .trim();
  return name;
}

/** Whether the first character is a bracket and the last one closes it. */
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
