import { SyncError } from '../../core/errors.js';
import type { ListingRequest, ListingStart, ObjectRequests } from '../requests/bucketRequests.js';
import type { ListingAnswer } from '../wire/listingAnswer.js';

/** A key is no longer than that in S3 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html). Bytes of UTF-8. */
const LONGEST_KEY = 1024;
/** Longer than any that a server gives out. Characters. */
const LONGEST_ETAG = 1024;
const LONGEST_TOKEN = 16 * 1024;
/** A server may pass over what was deleted and have nothing to show for it, but not for ever. */
const EMPTY_PAGES = 100;
/** Names in one listing: what is more does not fit into memory. */
const MOST_NAMES = 2_000_000;

/** One row of a listing. Not every server says all that there is to say. */
export interface ListedObject {
  /** The whole key, decoded. */
  readonly key: string;
  /** Bytes; `undefined`: it is not said. */
  readonly size: number | undefined;
  /** As the server gave it; empty: it is not said. */
  readonly etag: string;
}

/** One page of a listing, checked and decoded. */
export interface ListingPage {
  readonly objects: readonly ListedObject[];
  /** With a delimiter: what keys were folded into, the prefix itself included in each. */
  readonly folders: readonly string[];
  /** The token that leads on from here; `undefined`: nothing follows. */
  readonly next: string | undefined;
}

/** Lists one bucket. */
export type Lister = Pick<ObjectRequests, 'list'> & { readonly bucket: string };

/**
 * The pages under a prefix, one after the other. Deletions are decided by what a listing does not hold, so each page must
 * prove that it is whole, and what never ends is no listing. Throws `incomplete-listing`, or the error of the page that
 * failed after its retries.
 */
export async function* listPages(
  requests: Lister,
  { prefix, delimiter, ...start }: ListingRequest,
  signal: AbortSignal,
): AsyncGenerator<ListingPage> {
  const seenTokens = new Set<string>();
  let from: ListingStart = start;
  let names = 0;
  let emptyPages = 0;
  for (;;) {
    const listing = { prefix, delimiter, ...from };
    const answer = await requests.list(listing, signal);
    const incomplete = (cause: string): SyncError =>
      new SyncError('incomplete-listing', { bucket: requests.bucket, file: prefix, cause });
    const page = readPage(answer, prefix, incomplete);
    yield page;
    const token = page.next;
    if (token === undefined) return;
    const count = page.objects.length + page.folders.length;
    names += count;
    emptyPages = count === 0 ? emptyPages + 1 : 0;
    if (emptyPages === EMPTY_PAGES) throw incomplete(`${EMPTY_PAGES} pages one after the other hold nothing`);
    if (names > MOST_NAMES) throw incomplete(`there are more than ${MOST_NAMES} names`);
    if (seenTokens.has(token)) throw incomplete('the pages go round in a circle');
    seenTokens.add(token);
    from = { token };
  }
}

function readPage(
  answer: ListingAnswer,
  prefix: string,
  incomplete: (cause: string) => SyncError,
): ListingPage {
  const { objects, folders, count: announced, isTruncated, nextToken = '' } = answer;
  if (isTruncated === undefined) throw incomplete('the page does not say whether more follows');
  if (isTruncated && nextToken === '') {
    throw incomplete('the page says that more follows, but not where');
  }
  if (nextToken.length > LONGEST_TOKEN) throw incomplete('what leads to the next page has no end');
  const count = objects.length + folders.length;
  if (announced !== undefined && announced !== count)
    throw incomplete(`the page announces ${announced} names and holds ${count}`);
  const isEncoded = answer.encoding?.toLowerCase() === 'url';
  const nameOf = (encoded: string | undefined): string => {
    const name = encoded === undefined ? undefined : decodeName(encoded, isEncoded);
    if (name !== undefined && isTooLong(name)) throw incomplete(`a name is longer than ${LONGEST_KEY} bytes`);
    if (name?.startsWith(prefix) !== true) throw incomplete(`“${name ?? ''}” is not under “${prefix}”`);
    return name;
  };
  return {
    objects: objects.map(({ key, size, etag = '' }) => {
      if (etag.length > LONGEST_ETAG) throw incomplete('an ETag has no end');
      return { key: nameOf(key), size, etag };
    }),
    folders: folders.map(nameOf),
    next: isTruncated ? nextToken : undefined,
  };
}

/** A character of UTF-16 is at most three bytes of UTF-8. */
const isTooLong = (name: string): boolean =>
  name.length > LONGEST_KEY / 3 && Buffer.byteLength(name) > LONGEST_KEY;

/**
 * `encoding-type=url` is the form style: a space is `+`. `undefined` where it is not that. Names that need no decoding go
 * through it as well: what comes out is a text of its own, where what goes in keeps the whole page in memory.
 */
function decodeName(name: string, isEncoded: boolean): string | undefined {
  if (!isEncoded) return name;
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
