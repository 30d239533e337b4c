import {
  isBlank,
  isSameText,
  readCaption,
  withoutEnds,
  writeCaption,
  type CaptionText,
} from './captionText.js';
import { mergeLines } from './mergeLines.js';
import { mergeTagLists } from './mergeTags.js';
import { isTagList } from './tagList.js';

export type CaptionMerge =
  | { readonly clean: true; readonly text: string }
  /**
   * A person must decide. There is no text with conflict markers, because a trainer would read it as a caption: the
   * merge editor shows the three texts instead.
   */
  | { readonly clean: false; readonly reason: 'no-base' | 'both-changed' };

const NOT_CLEAN: CaptionMerge = { clean: false, reason: 'both-changed' };
const clean = (text: string): CaptionMerge => ({ clean: true, text });

/**
 * Merges a caption that was edited on both sides since the last sync. Lists of tags are merged as ordered sets, prose
 * is merged by lines (`isTagList` decides which it is).
 *
 * If only one side changed, that side is the result, byte for byte. Otherwise the result has the byte order mark, the
 * line ends and the final line ends of `local`: comparisons ignore them, and a merge never rewrites them.
 *
 * Without the text of the last sync, text that only one side has may be added there or deleted here: then only captions
 * with the same text are merged.
 *
 * @param base the text that the last sync left on both sides, if known. All three texts are decoded strictly and still
 * have their byte order mark.
 */
export function mergeCaption(base: string | undefined, local: string, remote: string): CaptionMerge {
  if (local === remote || remote === base) return clean(local);
  if (local === base) return clean(remote);
  const [mine, theirs] = [readCaption(local), readCaption(remote)];
  if (isSameText(mine.lines, theirs.lines)) return clean(local);
  if (base === undefined) return { clean: false, reason: 'no-base' };
  const old = readCaption(base);
  if (isSameText(old.lines, theirs.lines)) return clean(local);
  if (isSameText(old.lines, mine.lines)) return clean(writeCaption(mine, withoutEnds(theirs.lines)));
  // Emptied on one side and edited on the other is a deletion against an edit. Two new texts cannot be merged either.
  if ([old, mine, theirs].some(isBlank)) return NOT_CLEAN;
  const lines = mergeContent(old, mine, theirs);
  return lines === undefined ? NOT_CLEAN : clean(writeCaption(mine, lines));
}

function mergeContent(
  base: CaptionText,
  local: CaptionText,
  remote: CaptionText,
): CaptionText['lines'] | undefined {
  const [before, mine, theirs] = [tagListIn(base), tagListIn(local), tagListIn(remote)];
  if (before === undefined || mine === undefined || theirs === undefined) {
    return mergeLines(base.lines, local.lines, remote.lines);
  }
  const text = mergeTagLists(before, mine, theirs);
  return text === undefined ? undefined : [{ text, end: '' }];
}

function tagListIn({ lines }: CaptionText): string | undefined {
  const [first, ...others] = lines;
  return first !== undefined && others.length === 0 && isTagList(first.text) ? first.text : undefined;
}
