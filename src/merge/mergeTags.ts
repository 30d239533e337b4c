import { matchInOrder } from './matchInOrder.js';
import { tagIdentityOf, joinParts, readTagParts, writePart, type Tag, type TagPart } from './tagList.js';
import { BOTH_CHANGED, mergeValue } from './threeWay.js';

type Tags = readonly Tag[];
/** A value on both sides, and in the base that both come from. */
interface ThreeWays<T> {
  readonly base: T;
  readonly local: T;
  readonly remote: T;
}

/**
 * Merges lists of tags as ordered sets. Returns `undefined` if both sides changed the same tag, the first tag or the
 * order in different ways. Tags that stay keep the spelling and the surrounding space that they have in `local`.
 */
export function mergeTagLists(base: string, local: string, remote: string): string | undefined {
  const parts = { base: readTagParts(base), local: readTagParts(local), remote: readTagParts(remote) };
  const merged: { readonly form: TagPart; readonly tags: Tags }[] = [];
  for (const [index, form] of parts.local.entries()) {
    const [before, theirs] = [parts.base[index], parts.remote[index]];
    if (before === undefined || theirs === undefined) return undefined;
    const tags = mergeTags({ base: before.tags, local: form.tags, remote: theirs.tags }, index === 0);
    if (tags === undefined) return undefined;
    merged.push({ form: form.tags.length === 0 ? theirs : form, tags });
  }
  if (parts.base.length !== merged.length || parts.remote.length !== merged.length) return undefined;
  if (movesAgainstASide(parts, merged)) return undefined;
  return joinParts(merged.map(({ form, tags }) => writePart(form, tags)));
}

/** Merges the tags of one part. `isFirstPart`: its first tag, which may be the trigger word, stays first. */
function mergeTags(sides: ThreeWays<Tags>, isFirstPart: boolean): Tags | undefined {
  const texts = mergeTexts(sides);
  const order = mergeOrder(sides);
  if (texts === undefined || order === undefined || replacesOneTagTwice(sides)) return undefined;
  const ids = order.filter((id) => texts.has(id));
  addInPlace(ids, sides, texts);
  if (isFirstPart && !putFirstTagFirst(ids, sides)) return undefined;
  return ids.map((id) => ({ id, text: texts.get(id) ?? '' }));
}

/** Merges the spelling of every tag, by id; the absence of a tag is merged like a spelling. */
function mergeTexts({ base, local, remote }: ThreeWays<Tags>): Map<string, string> | undefined {
  const [old, mine, theirs] = [textsById(base), textsById(local), textsById(remote)];
  const merged = new Map<string, string>();
  for (const id of new Set([...old.keys(), ...mine.keys(), ...theirs.keys()])) {
    const text = mergeValue(old.get(id), mine.get(id), theirs.get(id));
    if (text === BOTH_CHANGED) return undefined;
    if (text !== undefined) merged.set(id, text);
  }
  return merged;
}

/** Merges the order of the tags that all three have. */
function mergeOrder({ base, local, remote }: ThreeWays<Tags>): string[] | undefined {
  const [inLocal, inRemote] = [idsOf(local), idsOf(remote)];
  const inBase = new Set(idsOf(base));
  const isShared = (id: string): boolean => inBase.has(id) && inLocal.includes(id) && inRemote.includes(id);
  const order = mergeValue(
    [...inBase].filter(isShared),
    inLocal.filter(isShared),
    inRemote.filter(isShared),
    (a, b) => a.join() === b.join(),
  );
  return order === BOTH_CHANGED ? undefined : order;
}

/** Whether both sides replaced the same tag, each with a tag that the other side does not have. */
function replacesOneTagTwice({ base, local, remote }: ThreeWays<Tags>): boolean {
  const byRemote = replacements(base, remote);
  for (const [id, mine] of replacements(base, local)) {
    const theirs = byRemote.get(id) ?? [];
    const isCovered = mine.every((tag) => theirs.includes(tag)) || theirs.every((tag) => mine.includes(tag));
    if (!isCovered) return true;
  }
  return false;
}

/** Maps each tag that a side removed to the new tags in its place. */
function replacements(base: Tags, side: Tags): Map<string, string[]> {
  const [before, after] = [idsOf(base), idsOf(side)];
  const found = new Map<string, string[]>();
  let from = { before: 0, after: 0 };
  const compareUpTo = (endBefore: number, endAfter: number): void => {
    const added = after.slice(from.after, endAfter).filter((id) => !before.includes(id));
    const removed = before.slice(from.before, endBefore).filter((id) => !after.includes(id));
    for (const id of removed) found.set(id, added);
    from = { before: endBefore + 1, after: endAfter + 1 };
  };
  for (const [inBefore, inAfter] of matchInOrder(before, after)) compareUpTo(inBefore, inAfter);
  compareUpTo(before.length, after.length);
  return found;
}

/** Inserts each new tag after the tag that it follows on its side; those of `local` come before those of `remote`. */
function addInPlace(
  ids: string[],
  { local, remote }: ThreeWays<Tags>,
  texts: ReadonlyMap<string, string>,
): void {
  const shared = new Set(ids);
  const isNewInLocal = new Set(idsOf(local).filter((id) => !shared.has(id)));
  for (const side of [local, remote]) {
    let place = 0;
    for (const { id } of side) {
      if (!texts.has(id)) continue;
      const found = ids.indexOf(id);
      if (found !== -1) {
        place = found + 1;
        continue;
      }
      if (side === remote) while (isNewInLocal.has(ids[place] ?? '')) place += 1;
      ids.splice(place, 0, id);
      place += 1;
    }
  }
}

/** Moves the first tag to the front. Returns false if the sides disagree on it, or it is not in the merge. */
function putFirstTagFirst(ids: string[], { base, local, remote }: ThreeWays<Tags>): boolean {
  const first = mergeValue(base[0]?.id, local[0]?.id, remote[0]?.id);
  if (first === BOTH_CHANGED) return false;
  if (first === undefined) return ids.length === 0;
  const place = ids.indexOf(first);
  if (place === -1) return false;
  ids.unshift(...ids.splice(place, 1));
  return true;
}

/**
 * Parts are merged one by one, so a tag that one side moved across a `|||` could appear twice, or reappear after the
 * other side deleted it. Returns whether that happened.
 */
function movesAgainstASide(
  { base, local, remote }: ThreeWays<readonly TagPart[]>,
  merged: readonly { readonly tags: Tags }[],
): boolean {
  const [old, mine, theirs] = [countTags(base), countTags(local), countTags(remote)];
  for (const [identity, count] of countTags(merged)) {
    const [here, there] = [mine.get(identity) ?? 0, theirs.get(identity) ?? 0];
    if (count > Math.max(here, there)) return true;
    if (old.has(identity) && Math.min(here, there) === 0) return true;
  }
  return false;
}

function countTags(parts: readonly { readonly tags: Tags }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of parts.flatMap(({ tags }) => tags)) {
    const identity = tagIdentityOf(text);
    counts.set(identity, (counts.get(identity) ?? 0) + 1);
  }
  return counts;
}

const idsOf = (tags: Tags): string[] => tags.map(({ id }) => id);
const textsById = (tags: Tags): Map<string, string> => new Map(tags.map(({ id, text }) => [id, text]));
