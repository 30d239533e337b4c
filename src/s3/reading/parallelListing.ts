import { mapLimited } from '../../core/concurrency/limited.js';
import { PAGES_AT_ONCE } from '../client/client.js';
import { refusesStartAfter } from '../wire/requestFailure.js';
import { compareKeys } from './keyOrder.js';
import type { ListingPage } from './listing.js';
import type { ListingStart } from '../requests/bucketRequests.js';

/** The pages of one listing, one after the other, from `start` on. */
export type PagesFrom = (start: ListingStart, signal: AbortSignal) => AsyncIterable<ListingPage>;

/**
 * The pages of a listing, in the order of the server, most of them requested in parallel: the `known` keys tell where
 * each page will begin. An unchanged listing costs as many requests as one page after the other.
 *
 * Deletions are decided by what a listing lacks. So a page that was requested by its place counts only where it is in
 * key order and holds all known keys; from the first page that does not, the tokens of the pages lead on.
 */
export async function* listInParallel(
  pagesFrom: PagesFrom,
  known: Iterable<string>,
  signal: AbortSignal,
): AsyncGenerator<ListingPage> {
  let expected: ExpectedKeys | undefined;
  let segments: readonly Segment[] = [];
  /** The token after the last page that was yielded. */
  let next: string | undefined;
  let reached = '';
  for await (const page of pagesFrom({}, signal)) {
    yield page;
    next = page.next;
    reached = page.objects.at(-1)?.key ?? reached;
    if (next === undefined) return;
    expected ??= new ExpectedKeys(known);
    segments = expected.segmentsAfter(page);
    if (segments.length > 0) break;
  }
  const enough = new AbortController();
  const segmentSignal = AbortSignal.any([signal, enough.signal]);
  try {
    const listed = mapLimited(segments, PAGES_AT_ONCE, (segment) =>
      listSegment(pagesFrom, segment, segmentSignal),
    );
    for await (const pages of listed) {
      if (pages === undefined) break;
      for (const page of pages) {
        // The last page of a segment may overlap the next segment.
        const objects = page.objects.filter(({ key }) => compareKeys(key, reached) > 0);
        const last = objects.at(-1);
        if (last === undefined) continue;
        yield { ...page, objects };
        ({ next } = page);
        reached = last.key;
      }
    }
  } finally {
    enough.abort();
  }
  if (next !== undefined) yield* pagesFrom({ token: next }, signal);
}

/** A range of a listing that is expected to be one page. */
interface Segment {
  /** All known keys, sorted. */
  readonly keys: readonly string[];
  /** The indexes of its first key and of the key after its last. The last segment ends with the listing. */
  readonly begin: number;
  readonly end: number;
}

/** The keys that a listing is expected to hold, and how far its pages have come. */
class ExpectedKeys {
  readonly #keys: readonly string[];
  #next = 0;

  constructor(known: Iterable<string>) {
    this.#keys = [...known].sort(compareKeys);
  }

  /**
   * The segments after a page that holds exactly the expected keys; with foreign keys on every page, each segment
   * would cost two pages. Empty where at most one page follows.
   */
  segmentsAfter({ objects }: ListingPage): Segment[] {
    const keys = this.#keys;
    const size = objects.length;
    const isAsExpected = size > 0 && objects.every(({ key }, i) => key === keys[this.#next + i]);
    const last = objects.at(-1)?.key ?? '';
    while (compareKeys(keys[this.#next] ?? last, last) < 0) this.#next += 1;
    if (keys[this.#next] === last) this.#next += 1;
    if (!isAsExpected || keys.length - this.#next <= size) return [];
    const segments: Segment[] = [];
    for (let begin = this.#next; begin < keys.length; begin += size) {
      segments.push({ keys, begin, end: begin + size });
    }
    return segments;
  }
}

/**
 * The pages from the beginning of a segment to its end or beyond. `undefined` where they are out of order, a known
 * key is missing, or the server does not support a beginning in the middle.
 */
async function listSegment(
  pagesFrom: PagesFrom,
  { keys, begin, end }: Segment,
  signal: AbortSignal,
): Promise<readonly ListingPage[] | undefined> {
  const pages: ListingPage[] = [];
  const startAfter = keys[begin - 1] ?? '';
  let reached = startAfter;
  let next = begin;
  try {
    for await (const page of pagesFrom({ startAfter }, signal)) {
      for (const { key } of page.objects) {
        if (compareKeys(key, reached) <= 0 || compareKeys(keys[next] ?? key, key) < 0) return undefined;
        if (key === keys[next]) next += 1;
        reached = key;
      }
      if (page.next === undefined && next < keys.length) return undefined;
      pages.push(page);
      if (next >= end) break;
    }
    return pages;
  } catch (error) {
    if (refusesStartAfter(error)) return undefined;
    throw error;
  }
}
