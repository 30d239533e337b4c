/** The orders of the cards. The first is that of the panel's list, natural order by path. */
export const SORTS = [
  'name',
  'nameBackwards',
  'newest',
  'oldest',
  'largest',
  'smallest',
  'longestCaption',
  'shortestCaption',
  'notSynced',
] as const;
export type Sort = (typeof SORTS)[number];

export function isSort(value: unknown): value is Sort {
  return (SORTS as readonly unknown[]).includes(value);
}
