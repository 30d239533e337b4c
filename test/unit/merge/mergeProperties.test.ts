import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeCaption } from '../../../src/merge/mergeCaption.js';
import { tagIdentityOf, isTagList, readTagParts } from '../../../src/merge/tagList.js';

/** Properties of every merge. Every run tests the same captions; try other seeds after a change. */
const RUNS = { numRuns: 500, seed: Number(process.env['PROPERTY_SEED'] ?? 20261122) };

type Sides = readonly [base: string, local: string, remote: string];
interface Kind {
  readonly sides: fc.Arbitrary<Sides>;
  /** The items (tags or lines) of a caption of this kind. */
  readonly itemsOf: (caption: string) => ReadonlySet<string>;
}

/** Edits of a caption's items by one person: items are kept, deleted or changed, and new ones are inserted. */
const editsOf = (items: readonly string[], item: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc
    .tuple(...items.map((old) => editOf(old, item)), fc.array(item, { maxLength: 1 }))
    .map((edited) => edited.flat());

const editOf = (old: string, item: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.oneof<fc.WeightedArbitrary<string[]>[]>(
    { weight: 8, arbitrary: fc.constant([old]) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: item.map((changed) => [changed]) },
    { weight: 1, arbitrary: item.map((added) => [old, added]) },
  );

const WORDS = [
  'ohwx',
  'red hat',
  'red_hat',
  '(red hat:1.2)',
  '[smile]',
  'smile',
  'tree',
  'sky;;;cloud',
  '||| grass',
];
const tag = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.integer({ min: 0, max: 60 }).map((number) => `tag ${number}`),
);
const tagList = (tags: readonly string[]): string => tags.join(', ');

/** New lines are never old lines: a moved line is deleted and added, which another property covers. */
const line = fc.integer({ min: 0, max: 20 }).map((number) => `A new sentence, number ${number}.`);
const oldLines = fc
  .uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 10 })
  .map((numbers) => numbers.map((number) => `Sentence ${number} of old.`));

const KINDS: Record<string, Kind> = {
  'lists of tags': {
    sides: fc
      .array(tag, { minLength: 1, maxLength: 10 })
      .chain((base) => fc.tuple(fc.constant(base), editsOf(base, tag), editsOf(base, tag)))
      .map(([base, local, remote]): Sides => [tagList(base), tagList(local), tagList(remote)])
      .filter((sides) => sides.every((side) => isTagList(side))),
    itemsOf: (caption) =>
      new Set(readTagParts(caption).flatMap(({ tags }) => tags.map(({ text }) => tagIdentityOf(text)))),
  },
  prose: {
    sides: oldLines
      .chain((base) => fc.tuple(fc.constant(base), editsOf(base, line), editsOf(base, line)))
      .map(([base, local, remote]): Sides => [base.join('\n'), local.join('\r\n'), remote.join('\n')])
      .filter((sides) => sides.every((side) => side !== '')),
    itemsOf: (caption) => new Set(caption.split(/\r?\n/)),
  },
};

const cleanText = (...sides: Sides): string | undefined => {
  const merge = mergeCaption(...sides);
  return merge.clean ? merge.text : undefined;
};

describe('every merge of captions', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', 'b', ',', ' ', '\n', '\r', '\uFEFF', '|||', '(', ':1)') }),
  );

  it('is the changed side, byte for byte, if only one changed', () => {
    fc.assert(
      fc.property(anyText, anyText, (base, side) => {
        assert.equal(cleanText(base, side, base), side);
        assert.equal(cleanText(base, base, side), side);
        assert.equal(cleanText(base, side, side), side);
      }),
      RUNS,
    );
  });

  it('is the same every time, and with the sides swapped', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (base, local, remote) => {
        const merge = mergeCaption(base, local, remote);
        assert.deepEqual(mergeCaption(base, local, remote), merge);
        assert.equal(mergeCaption(base, remote, local).clean, merge.clean);
      }),
      RUNS,
    );
  });
});

for (const [kind, { sides, itemsOf }] of Object.entries(KINDS)) {
  /** Runs `check` on every clean merge, and asserts that there are enough of them. */
  const forCleanMerges = (check: (merged: string, sides: Sides) => void): void => {
    let clean = 0;
    fc.assert(
      fc.property(sides, (three) => {
        const merged = cleanText(...three);
        if (merged === undefined) return;
        clean += 1;
        check(merged, three);
      }),
      RUNS,
    );
    assert.ok(clean > RUNS.numRuns / 5, `only ${clean} of ${RUNS.numRuns} merges were clean`);
  };

  describe(`every clean merge of ${kind}`, () => {
    it('has everything that either side added', () =>
      forCleanMerges((merged, [base, ...edited]) => {
        const [before, after] = [itemsOf(base), itemsOf(merged)];
        for (const item of edited.flatMap((side) => [...itemsOf(side)])) {
          if (!before.has(item)) assert.ok(after.has(item), `“${item}” is lost`);
        }
      }));

    it('has nothing that either side deleted', () =>
      forCleanMerges((merged, [base, local, remote]) => {
        const [mine, theirs, after] = [itemsOf(local), itemsOf(remote), itemsOf(merged)];
        for (const item of itemsOf(base)) {
          if (!mine.has(item) || !theirs.has(item)) assert.ok(!after.has(item), `“${item}” came back`);
        }
      }));

    it('has nothing that neither side has, and everything that both kept', () =>
      forCleanMerges((merged, [, local, remote]) => {
        const [mine, theirs, after] = [itemsOf(local), itemsOf(remote), itemsOf(merged)];
        for (const item of after) assert.ok(mine.has(item) || theirs.has(item), `“${item}” is made up`);
        for (const item of mine) if (theirs.has(item)) assert.ok(after.has(item), `“${item}” is lost`);
      }));

    it('is also clean with the sides swapped, and has the same items', () =>
      forCleanMerges((merged, [base, local, remote]) => {
        const other = cleanText(base, remote, local);
        assert.ok(other !== undefined);
        assert.deepEqual([...itemsOf(other)].sort(), [...itemsOf(merged)].sort());
      }));
  });
}

describe('every clean merge of lists of tags', () => {
  const { sides } = KINDS['lists of tags'] ?? assert.fail();
  const spellingsOf = (caption: string): string[] =>
    readTagParts(caption).flatMap(({ tags }) => tags.map(({ text }) => text));

  it('spells every tag as one side spells it, begins as one side begins, and duplicates no tag', () => {
    fc.assert(
      fc.property(sides, ([base, local, remote]) => {
        const merged = cleanText(base, local, remote);
        if (merged === undefined) return;
        const [mine, theirs, after] = [spellingsOf(local), spellingsOf(remote), spellingsOf(merged)];
        const first = tagIdentityOf(after[0] ?? '');
        assert.ok([mine[0], theirs[0]].some((text) => tagIdentityOf(text ?? '') === first));
        for (const text of after) {
          assert.ok(mine.includes(text) || theirs.includes(text), text);
          const times = (list: readonly string[]): number =>
            list.filter((other) => tagIdentityOf(other) === tagIdentityOf(text)).length;
          assert.ok(times(after) <= Math.max(times(mine), times(theirs)), `“${text}” is multiplied`);
        }
      }),
      RUNS,
    );
  });
});
