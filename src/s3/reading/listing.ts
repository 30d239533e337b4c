import { SyncError } from '../../core/errors.js';
import type { ListingRequest, ListingStart, ObjectRequests } from '../requests/bucketRequests.js';
import type { ListingAnswer } from '../wire/listingAnswer.js';

/** The longest key in S3 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html). Bytes of UTF-8. */
const LONGEST_KEY = 1024;
/** Longer than the ETag of any server. Characters. */
const LONGEST_ETAG = 1024;
const LONGEST_TOKEN = 16 * 1024;
/** The most consecutive empty pages: a server may skip deleted keys, but not without end. */
const EMPTY_PAGES = 100;
/** The most names in one listing: more do not fit into memory. */
const MOST_NAMES = 2_000_000;

/** One row of a listing. Not every server sends all fields. */
export interface ListedObject {
  /** The whole key, decoded. */
  readonly key: string;
  /** Bytes; `undefined`: the row does not say it. */
  readonly size: number | undefined;
  /** As the server spells it; empty: the row does not say it. */
  readonly etag: string;
}

/** One page of a listing, checked and decoded. */
export interface ListingPage {
  readonly objects: readonly ListedObject[];
  /** With a delimiter: the common prefixes, each beginning with the prefix of the listing. */
  readonly folders: readonly string[];
  /** The token of the next page; `undefined`: this is the last one. */
  readonly next: string | undefined;
}

/** Lists one bucket. */
export type Lister = Pick<ObjectRequests, 'list'> & { readonly bucket: string };

/**
 * The pages under a prefix, one after the other. Deletions are decided by what a listing lacks, so each page must
 * prove that it is complete, and an endless listing is an error. Throws `incomplete-listing`, or the error of a page
 * that failed after its retries.
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

/** A UTF-16 unit is at most three bytes of UTF-8. */
const isTooLong = (name: string): boolean =>
  name.length > LONGEST_KEY / 3 && Buffer.byteLength(name) > LONGEST_KEY;

/**
 * Decodes a name with `encoding-type=url`, in which a space is `+`; `undefined` where it is malformed. Names that
 * need no decoding are decoded too: the result is a new string, while the original would keep the whole page in
 * memory.
 */
function decodeName(name: string, isEncoded: boolean): string | undefined {
  if (!isEncoded) return name;
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
