import { isSameText, withoutEnds, type Line } from './captionText.js';
import { matchInOrder } from './matchInOrder.js';
import { BOTH_CHANGED, mergeValue } from './threeWay.js';

/**
 * Merges prose by lines, as diff3 does: between the lines that all three share, a stretch that only one side changed is
 * taken from that side. Returns `undefined` if both changed the same stretch. Lines of `local` keep their line ends;
 * lines of `remote` have none.
 */
export function mergeLines(
  base: readonly Line[],
  local: readonly Line[],
  remote: readonly Line[],
): readonly Line[] | undefined {
  const inLocal = matchInOrder(textsOf(base), textsOf(local));
  const inRemote = matchInOrder(textsOf(base), textsOf(remote));
  const theirs = withoutEnds(remote);
  const merged: Line[] = [];
  /** The start of the stretch that is not merged yet. */
  let from = { base: 0, local: 0, remote: 0 };
  const mergeUpTo = (end: typeof from): boolean => {
    const stretch = mergeValue<readonly Line[]>(
      base.slice(from.base, end.base),
      local.slice(from.local, end.local),
      theirs.slice(from.remote, end.remote),
      isSameText,
    );
    if (stretch === BOTH_CHANGED) return false;
    merged.push(...stretch);
    return true;
  };
  for (const index of base.keys()) {
    const shared = { local: inLocal.get(index), remote: inRemote.get(index) };
    if (shared.local === undefined || shared.remote === undefined) continue;
    if (!mergeUpTo({ base: index, local: shared.local, remote: shared.remote })) return undefined;
    from = { base: index + 1, local: shared.local + 1, remote: shared.remote + 1 };
    merged.push(...local.slice(shared.local, from.local));
  }
  const end = { base: base.length, local: local.length, remote: remote.length };
  return mergeUpTo(end) ? merged : undefined;
}

const textsOf = (lines: readonly Line[]): string[] => lines.map(({ text }) => text);
