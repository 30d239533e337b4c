import { mapLimited } from '../../core/concurrency/limited.js';
import { PAGES_AT_ONCE } from '../client/client.js';
import { refusesStartAfter } from '../wire/requestFailure.js';
import { compareKeys } from './keyOrder.js';
import type { ListingPage } from './listing.js';
import type { ListingStart } from '../requests/bucketRequests.js';

/** The pages of one listing, one after the other, from a place on. */
export type PagesFrom = (start: ListingStart, signal: AbortSignal) => AsyncIterable<ListingPage>;

/**
 * The pages of a listing, in the server's order, most of them asked for side by side: `known` keys tell where each will
 * begin. An unchanged listing costs as many requests as one page after the other.
 *
 * Deletions are decided by what a listing does not hold. So what was asked for by its place counts only where it is in
 * the order of keys and holds all that is known; from the first that does not, tokens lead on from the page before.
 */
export async function* listInParallel(
  pagesFrom: PagesFrom,
  known: Iterable<string>,
  signal: AbortSignal,
): AsyncGenerator<ListingPage> {
  let expected: ExpectedKeys | undefined;
  let segments: readonly Segment[] = [];
  /** The token that leads on from what has been listed. */
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
        // The last page of a segment may reach into the next.
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

/** A part of a listing that is expected to be one page. */
interface Segment {
  /** All known keys, in their order. */
  readonly keys: readonly string[];
  /** Where it begins and ends among them; the last one ends where the listing does. */
  readonly begin: number;
  readonly end: number;
}

/** The keys that a listing is expected to hold, and how far its pages have come among them. */
class ExpectedKeys {
  readonly #keys: readonly string[];
  #next = 0;

  constructor(known: Iterable<string>) {
    this.#keys = [...known].sort(compareKeys);
  }

  /**
   * What follows a page, where that holds exactly what was expected: foreign keys on every page would make each segment
   * cost two. Nothing where no more than a page follows.
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
 * The pages from where a segment begins until they have come to its end, or beyond; `undefined` where they are out of
 * order, or a key is missing that is known, or the server does not begin in the middle.
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
