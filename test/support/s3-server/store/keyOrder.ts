import { createHash } from 'node:crypto';

/** Maps surrogates above U+FFFF, so that comparing code units gives the order of UTF-8 bytes. */
function byteOrderOf(codeUnit: number): number {
  if (codeUnit >= 0xe000) return codeUnit - 0x800;
  if (codeUnit >= 0xd800) return codeUnit + 0x2000;
  return codeUnit;
}

/** Compares two keys by their UTF-8 bytes, like listings of S3. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return byteOrderOf(x) - byteOrderOf(y);
  }
  return a.length - b.length;
}

/** Orders of listings: S3's; UTF-16 order; and that of servers that list by a hash or an encrypted name. */
export type Order = 'bytes' | 'utf-16' | 'mixed';

/** A deterministic sort key without a meaningful order. */
const mixed = (name: string): string => createHash('md5').update(name).digest('hex') + name;

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The comparison function of each order. */
export const ORDERS: Readonly<Record<Order, (a: string, b: string) => number>> = {
  bytes: compareKeys,
  'utf-16': byCodeUnits,
  mixed: (a, b) => byCodeUnits(mixed(a), mixed(b)),
};

/** The sorted keys of a bucket, so that a page of a listing takes time proportional to its own length. */
export class SortedKeys {
  #sorted: string[] = [];
  /**
   * Keys added since the last read. They are merged together, because each single insertion would move half the array.
   */
  readonly #added = new Set<string>();
  readonly #all = new Set<string>();

  get size(): number {
    return this.#all.size;
  }

  at(index: number): string | undefined {
    return this.#inOrder()[index];
  }

  add(key: string): void {
    if (this.#all.has(key)) return;
    this.#all.add(key);
    this.#added.add(key);
  }

  delete(key: string): void {
    if (!this.#all.delete(key) || this.#added.delete(key)) return;
    this.#sorted.splice(
      firstIndexIn(this.#sorted, (other) => compareKeys(other, key) >= 0),
      1,
    );
  }

  /** Binary search: `holds` must be false up to some key and true from there on. */
  firstIndexWhere(holds: (key: string) => boolean): number {
    return firstIndexIn(this.#inOrder(), holds);
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.#inOrder()[Symbol.iterator]();
  }

  #inOrder(): readonly string[] {
    if (this.#added.size > 0) {
      // Two sorted runs, which the engine's sort merges fast.
      this.#sorted = [...this.#sorted, ...[...this.#added].sort(compareKeys)].sort(compareKeys);
      this.#added.clear();
    }
    return this.#sorted;
  }
}

function firstIndexIn(keys: readonly string[], holds: (key: string) => boolean): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(keys[middle] as string)) high = middle;
    else low = middle + 1;
  }
  return low;
}
