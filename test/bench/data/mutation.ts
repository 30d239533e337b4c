import { filesOfPair, type DataFile, type DataSet } from './dataSet.js';

/** A change of a folder between two syncs, the same for every tool. */
export type Mutation = 'one-percent' | 'captions' | 'removals';

export interface FolderChange {
  /** Files that are rewritten with the content of {@link revision} and the same length. */
  readonly rewritten: readonly DataFile[];
  readonly revision: number;
  readonly removed: readonly DataFile[];
}

const ONE_IN = 100;

/** The files that a mutation changes. */
export function changeOf(set: DataSet, mutation: Mutation): FolderChange {
  const pairs = Array.from({ length: set.pairs }, (_, pair) => pair);
  const filesOf = (isMeant: (pair: number) => boolean): DataFile[] =>
    pairs.filter(isMeant).flatMap((pair) => filesOfPair(set, pair));
  switch (mutation) {
    case 'one-percent':
      return { rewritten: filesOf((pair) => pair % ONE_IN === 0), revision: 1, removed: [] };
    case 'captions':
      return {
        rewritten: filesOf(() => true).filter(({ kind }) => kind === 'caption'),
        revision: 2,
        removed: [],
      };
    case 'removals':
      return { rewritten: [], revision: 0, removed: filesOf((pair) => pair % ONE_IN === 1) };
  }
}
