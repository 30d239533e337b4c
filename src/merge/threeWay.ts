/** Both sides changed the value, each to something else: only a person can decide. */
export const BOTH_CHANGED = Symbol('both sides changed it');

/**
 * Merges a value that either side may have changed since `base`. If both sides are the same by `isSame`, the result is
 * `local` itself, so that its exact form is kept.
 */
export function mergeValue<T>(
  base: T,
  local: T,
  remote: T,
  isSame: (a: T, b: T) => boolean = (a, b) => a === b,
): T | typeof BOTH_CHANGED {
  if (isSame(local, remote) || isSame(base, remote)) return local;
  return isSame(base, local) ? remote : BOTH_CHANGED;
}
